import { describe, expect, test } from "vitest";
import { due, nextRun, type Schedule } from "@/lib/mailings/schedule";

/** Monday 1 June 2026, 09:00 in Berlin, which is 07:00 in UTC. */
const daily: Schedule = {
  startLocal: "2026-06-01T09:00:00",
  timeZone: "Europe/Berlin",
  period: "daily",
  endAt: null,
};
const once: Schedule = { ...daily, period: "once" };

function at(text: string): Date {
  return new Date(text);
}

/** The next run after an edit of a mailing whose occurrence of Wednesday 3 June at 09:00 has run. */
function afterEdit(edited: Partial<Schedule>, editedAt = "2026-06-03T08:00:00Z"): Date | null {
  return nextRun(
    { ...daily, ...edited },
    { editedAt: at(editedAt), lastPlannedAt: at("2026-06-03T07:00:00Z"), everPlanned: true },
  );
}

describe("an edit after an occurrence has run", () => {
  test("that changes nothing leaves the next occurrence", () => {
    expect(afterEdit({})).toEqual(at("2026-06-04T07:00:00Z"));
  });

  test("that moves the time back does not run today's again", () => {
    expect(afterEdit({ startLocal: "2026-06-01T08:00:00" })).toEqual(at("2026-06-04T06:00:00Z"));
    expect(afterEdit({ startLocal: "2026-06-01T10:00:00" })).toEqual(at("2026-06-04T08:00:00Z"));
  });

  test("that moves the time on to later today runs today", () => {
    expect(afterEdit({ startLocal: "2026-06-01T10:00:01" })).toEqual(at("2026-06-03T08:00:01Z"));
  });

  test("that moves the start years back makes up for nothing", () => {
    expect(afterEdit({ startLocal: "2016-06-01T09:00:00" })).toEqual(at("2026-06-04T07:00:00Z"));
  });

  test("that moves the start to another month waits for it", () => {
    expect(afterEdit({ startLocal: "2026-09-01T09:00:00" })).toEqual(at("2026-09-01T07:00:00Z"));
  });

  test("that changes the period counts from the start", () => {
    expect(afterEdit({ period: "weekly" })).toEqual(at("2026-06-08T07:00:00Z"));
    expect(afterEdit({ period: "monthly" })).toEqual(at("2026-07-01T07:00:00Z"));
    expect(afterEdit({ period: "once" })).toBeNull();
    expect(afterEdit({ period: "once", startLocal: "2026-06-03T11:00:00" })).toEqual(
      at("2026-06-03T09:00:00Z"),
    );
  });

  test("that changes the zone takes the new zone's hour, and not one that is over", () => {
    expect(afterEdit({ timeZone: "America/New_York" })).toEqual(at("2026-06-03T13:00:00Z"));
    expect(afterEdit({ timeZone: "Europe/Moscow" })).toEqual(at("2026-06-04T06:00:00Z"));
  });

  test("that sets an end before the next occurrence leaves none", () => {
    expect(afterEdit({ endAt: at("2026-06-04T07:00:00Z") })).toBeNull();
    expect(afterEdit({ endAt: at("2026-06-04T07:00:00.001Z") })).toEqual(at("2026-06-04T07:00:00Z"));
  });

  test("that extends or removes the end of a finished mailing brings it back without making up for the pause", () => {
    const muchLater = "2026-06-20T12:00:00Z";
    expect(afterEdit({ endAt: at("2026-06-20T13:00:00Z") }, muchLater)).toBeNull();
    expect(afterEdit({ endAt: at("2026-06-22T00:00:00Z") }, muchLater)).toEqual(at("2026-06-21T07:00:00Z"));
    expect(afterEdit({ endAt: null }, muchLater)).toEqual(at("2026-06-21T07:00:00Z"));
  });

  test("never plans an instant again that lies beyond the edit", () => {
    const state = {
      editedAt: at("2026-06-03T06:00:00Z"),
      lastPlannedAt: at("2026-06-03T07:00:00Z"),
      everPlanned: true,
    };
    expect(nextRun(daily, state)).toEqual(at("2026-06-04T07:00:00Z"));
  });

  test("brings no mail twice: what the edit answers is not due at the edit", () => {
    const editedAt = at("2026-06-03T08:00:00Z");
    for (const startLocal of ["2026-06-01T08:00:00", "2026-06-01T10:00:00", "2016-01-31T09:00:00"]) {
      const edited = { ...daily, startLocal };
      expect(due(edited, afterEdit({ startLocal }), editedAt, editedAt)).toEqual({ kind: "waiting" });
    }
  });
});

describe("a mailing for which nothing was ever planned", () => {
  const saved = (schedule: Schedule, editedAt: string) =>
    nextRun(schedule, { editedAt: at(editedAt), lastPlannedAt: null, everPlanned: false });

  test("is due at once when its start is past", () => {
    const now = at("2026-06-03T12:00:00Z");
    const nextRunAt = saved(once, "2026-06-03T12:00:00Z");
    expect(nextRunAt).toEqual(at("2026-06-01T07:00:00Z"));
    expect(due(once, nextRunAt, now, now)).toEqual({
      kind: "due",
      occurrence: at("2026-06-01T07:00:00Z"),
      skipped: 0,
      nextRunAt: null,
    });
  });

  test("runs once for all the past when it recurs, and counts none of it as skipped", () => {
    const now = at("2026-06-03T12:00:00Z");
    expect(due(daily, saved(daily, "2026-06-03T12:00:00Z"), now, now)).toEqual({
      kind: "due",
      occurrence: at("2026-06-03T07:00:00Z"),
      skipped: 0,
      nextRunAt: at("2026-06-04T07:00:00Z"),
    });
  });

  test("waits for a start that is to come", () => {
    expect(saved(daily, "2026-05-20T00:00:00Z")).toEqual(at("2026-06-01T07:00:00Z"));
    expect(saved(once, "2026-05-20T00:00:00Z")).toEqual(at("2026-06-01T07:00:00Z"));
  });

  test("has no next run when its window holds no occurrence", () => {
    expect(saved({ ...once, endAt: at("2026-06-01T07:00:00Z") }, "2026-05-20T00:00:00Z")).toBeNull();
  });
});

describe("a mailing that was started by hand and never ran by schedule", () => {
  const saved = (schedule: Schedule, editedAt: string) =>
    nextRun(schedule, { editedAt: at(editedAt), lastPlannedAt: null, everPlanned: true });

  test("is not due at once when its start is past", () => {
    expect(saved(once, "2026-06-03T12:00:00Z")).toBeNull();
    expect(saved(daily, "2026-06-03T12:00:00Z")).toEqual(at("2026-06-04T07:00:00Z"));
  });

  test("keeps an occurrence that is to come", () => {
    expect(saved(once, "2026-05-20T00:00:00Z")).toEqual(at("2026-06-01T07:00:00Z"));
  });
});

describe("a mailing that ran once", () => {
  const state = {
    editedAt: at("2026-06-03T12:00:00Z"),
    lastPlannedAt: at("2026-06-01T07:00:00Z"),
    everPlanned: true,
  };

  test("does not run again for a start moved within the past, nor for an end", () => {
    expect(nextRun(once, state)).toBeNull();
    expect(nextRun({ ...once, startLocal: "2026-06-02T09:00:00" }, state)).toBeNull();
    expect(nextRun({ ...once, endAt: at("2027-01-01T00:00:00Z") }, state)).toBeNull();
  });

  test("runs again for a start moved into the future", () => {
    expect(nextRun({ ...once, startLocal: "2026-06-04T09:00:00" }, state)).toEqual(
      at("2026-06-04T07:00:00Z"),
    );
  });
});
