import { describe, expect, it } from "vitest";
import { nextStep, type NextFacts } from "@/lib/mailings/next-step";

const now = new Date("2026-11-30T20:30:00Z");
const facts: NextFacts = {
  status: "running",
  archived: false,
  holds: [],
  mayControl: true,
  nextRunAt: null,
  timeZone: "Europe/Moscow",
  open: null,
  nextProbeAt: null,
  recipients: 4_715,
};
const past = new Date("2026-11-30T20:00:00Z");
const tomorrow = new Date("2026-12-01T06:00:00Z");
const sending = { planning: false };

function stepOf(change: Partial<NextFacts>) {
  return nextStep({ ...facts, ...change }, now).step;
}

describe("what happens next with a mailing", () => {
  it.each([
    ["a run that comes", { nextRunAt: tomorrow }, "comes"],
    ["a run that comes and reaches nobody", { nextRunAt: tomorrow, recipients: 0 }, "comesToNobody"],
    ["a run that is due", { nextRunAt: past }, "due"],
    ["a run that is due at this instant", { nextRunAt: now }, "due"],
    ["a run that is due and reaches nobody", { nextRunAt: past, recipients: 0 }, "dueToNobody"],
    ["an attempt that goes out", { open: sending, nextRunAt: tomorrow }, "sending"],
    ["an attempt whose recipients are chosen", { open: { planning: true } }, "planning"],
    ["an attempt that the provider takes nothing of", { open: sending, nextProbeAt: tomorrow }, "waiting"],
    ["no run to come", { status: "finished" }, "finished"],
    ["no run to come, before a tick has seen it", {}, "ending"],
    ["a mailing that was deleted", { archived: true, nextRunAt: tomorrow, open: sending }, "deleted"],
    ["a pause within an attempt", { holds: ["paused"], open: sending }, "paused"],
    ["a pause before a run", { holds: ["paused"], nextRunAt: tomorrow }, "pausedRun"],
    ["a pause with nothing to come", { holds: ["paused"] }, "pausedIdle"],
    ["the protection of the sender, which its owner ends", { holds: ["protected"], open: sending }, "paused"],
    ["a stop, which others end", { holds: ["stopped"], open: sending }, "held"],
    ["a pause and a stop", { holds: ["paused", "stopped"], nextRunAt: tomorrow }, "heldRun"],
    ["a pause, for who may not end it", { holds: ["paused"], open: sending, mayControl: false }, "held"],
    ["a finished mailing that is held", { holds: ["owner_blocked"], status: "finished" }, "finished"],
    [
      "a hold while the provider takes nothing",
      { holds: ["paused"], open: sending, nextProbeAt: tomorrow },
      "paused",
    ],
  ] as const)("of %s", (_, change, step) => {
    expect(stepOf(change)).toBe(step);
  });

  it("names today and tomorrow by the calendar of the mailing's zone, not of the reader's or the server's", () => {
    const day = (at: string, timeZone: string) =>
      nextStep({ ...facts, timeZone, nextRunAt: new Date(at) }, now).run?.day;
    // It is 23:30 in Moscow, 21:30 in Berlin and already the 1st in Tokyo.
    expect(day("2026-11-30T20:45:00Z", "Europe/Moscow")).toBe("today");
    expect(day("2026-11-30T21:00:00Z", "Europe/Moscow")).toBe("tomorrow");
    expect(day("2026-11-30T21:00:00Z", "Europe/Berlin")).toBe("today");
    expect(day("2026-12-01T14:59:00Z", "Asia/Tokyo")).toBe("today");
    expect(day("2026-12-01T20:59:00Z", "Europe/Moscow")).toBe("tomorrow");
    expect(day("2026-12-01T21:00:00Z", "Europe/Moscow")).toBe("other");
    expect(day("2026-11-29T21:30:00Z", "Europe/Moscow")).toBe("today");
    expect(day("2026-11-29T20:30:00Z", "Europe/Moscow")).toBe("other");
  });

  it("counts days, not hours: a day of 23 and one of 25 hours end where the calendar ends them", () => {
    const named = (at: string, from: string) =>
      nextStep({ ...facts, timeZone: "Europe/Berlin", nextRunAt: new Date(at) }, new Date(from)).run?.day;
    // Clocks go forward at 02:00 on 29 March 2026, and back at 03:00 on 25 October.
    expect(named("2026-03-29T21:59:00Z", "2026-03-28T23:00:00Z")).toBe("today");
    expect(named("2026-03-29T22:00:00Z", "2026-03-28T23:00:00Z")).toBe("tomorrow");
    expect(named("2026-10-25T22:59:00Z", "2026-10-24T22:00:00Z")).toBe("today");
    expect(named("2026-10-25T23:00:00Z", "2026-10-24T22:00:00Z")).toBe("tomorrow");
  });

  it("names the run that comes after the open one, and whether it is due already", () => {
    expect(nextStep({ ...facts, open: sending, nextRunAt: past }, now).run).toMatchObject({ isDue: true });
    expect(nextStep({ ...facts, open: sending, nextRunAt: tomorrow }, now).run).toMatchObject({
      at: tomorrow,
      isDue: false,
    });
    expect(nextStep({ ...facts, open: sending }, now).run).toBeNull();
  });
});
