import { describe, expect, test } from "vitest";
import {
  closedAttemptStatus,
  holds,
  isActive,
  isSuccessful,
  mailingStatus,
  type AttemptCounts,
  type AttemptStatus,
  type ClosingReason,
  type HoldFacts,
} from "@/lib/mailings/status";

const at = new Date("2026-06-01T09:00:00Z");
const free: HoldFacts = {
  pausedAt: null,
  stoppedAt: null,
  protectedAt: null,
  ownerBlockedAt: null,
  ownerRole: "user",
};

function counts(some: Partial<Omit<AttemptCounts, "planned">>): AttemptCounts {
  const { accepted = 0, rejected = 0, skipped = 0, cancelled = 0, uncertain = 0 } = some;
  const planned = accepted + rejected + skipped + cancelled + uncertain;
  return { planned, accepted, rejected, skipped, cancelled, uncertain };
}

describe("a mailing is held", () => {
  test.each([
    ["paused", { pausedAt: at }],
    ["stopped", { stoppedAt: at }],
    ["protected", { protectedAt: at }],
    ["owner_blocked", { ownerBlockedAt: at }],
    ["owner_blocked", { ownerClosedAt: at }],
    ["owner_blocked", { ownerBlockedAt: at, ownerClosedAt: at }],
    ["owner_role", { ownerRole: "manager" }],
    ["owner_role", { ownerRole: "content_manager" }],
    ["owner_role", { ownerRole: "astronaut" }],
    ["owner_role", { ownerRole: "" }],
  ] as const)("by %s alone: %o", (hold, fact) => {
    const facts = { ...free, ...fact };
    expect(holds(facts)).toEqual([hold]);
    expect(isActive("created", facts)).toBe(false);
    expect(isActive("running", facts)).toBe(false);
  });

  test.each(["user", "admin"])("by nothing when its owner is %s", (ownerRole) => {
    expect(holds({ ...free, ownerRole })).toEqual([]);
  });

  test("by everything that applies at once", () => {
    const facts = { pausedAt: at, stoppedAt: at, protectedAt: at, ownerBlockedAt: at, ownerRole: "manager" };
    expect(holds(facts)).toEqual(["paused", "stopped", "owner_blocked", "owner_role", "protected"]);
  });
});

test("active means created or running and not held", () => {
  expect(isActive("created", free)).toBe(true);
  expect(isActive("running", free)).toBe(true);
  expect(isActive("finished", free)).toBe(false);
});

describe("a mailing", () => {
  test("is finished only when no occurrence is to come and no attempt is open", () => {
    expect(mailingStatus({ nextRunAt: null, openAttempt: false, attempts: 3 })).toBe("finished");
    expect(mailingStatus({ nextRunAt: null, openAttempt: false, attempts: 0 })).toBe("finished");
    expect(mailingStatus({ nextRunAt: null, openAttempt: true, attempts: 1 })).toBe("running");
    expect(mailingStatus({ nextRunAt: at, openAttempt: false, attempts: 3 })).toBe("running");
  });

  test("is created until its first attempt", () => {
    expect(mailingStatus({ nextRunAt: at, openAttempt: false, attempts: 0 })).toBe("created");
    expect(mailingStatus({ nextRunAt: at, openAttempt: true, attempts: 1 })).toBe("running");
  });
});

describe("a closed attempt", () => {
  const reasons: (ClosingReason | null)[] = [null, "finished", "superseded", "over", "missed", "archived"];
  const unless = (...left: ClosingReason[]) =>
    reasons.filter((reason) => reason === null || !left.includes(reason));

  test("that was missed is missed, whatever it counts", () => {
    expect(closedAttemptStatus(counts({}), "missed")).toBe("missed");
    expect(closedAttemptStatus(counts({ skipped: 2 }), "missed")).toBe("missed");
  });

  test.each(unless("missed"))("that asked the provider nothing is cancelled (closing %s)", (closing) => {
    expect(closedAttemptStatus(counts({}), closing)).toBe("cancelled");
    expect(closedAttemptStatus(counts({ skipped: 5 }), closing)).toBe("cancelled");
    expect(closedAttemptStatus(counts({ cancelled: 5, skipped: 1 }), closing)).toBe("cancelled");
  });

  test.each(["finished", "archived"] as const)("is stopped when %s by hand cut something off", (closing) => {
    expect(closedAttemptStatus(counts({ accepted: 5, cancelled: 1 }), closing)).toBe("stopped");
    expect(closedAttemptStatus(counts({ rejected: 1, cancelled: 1 }), closing)).toBe("stopped");
    expect(closedAttemptStatus(counts({ uncertain: 1, cancelled: 1 }), closing)).toBe("stopped");
    expect(closedAttemptStatus(counts({ accepted: 5 }), closing)).toBe("succeeded");
    expect(closedAttemptStatus(counts({ accepted: 5, uncertain: 1 }), closing)).toBe("partly_failed");
  });

  test.each([null, "superseded", "over"] as const)("is judged by its deliveries (closing %s)", (closing) => {
    expect(closedAttemptStatus(counts({ accepted: 5 }), closing)).toBe("succeeded");
    expect(closedAttemptStatus(counts({ accepted: 5, skipped: 2 }), closing)).toBe("succeeded");
    expect(closedAttemptStatus(counts({ accepted: 5, rejected: 1 }), closing)).toBe("partly_failed");
    expect(closedAttemptStatus(counts({ accepted: 5, cancelled: 1 }), closing)).toBe("partly_failed");
    expect(closedAttemptStatus(counts({ accepted: 5, uncertain: 1 }), closing)).toBe("partly_failed");
    expect(closedAttemptStatus(counts({ rejected: 5 }), closing)).toBe("failed");
    expect(closedAttemptStatus(counts({ uncertain: 5 }), closing)).toBe("failed");
    expect(closedAttemptStatus(counts({ rejected: 1, cancelled: 4 }), closing)).toBe("failed");
  });
});

test.each<[AttemptStatus, boolean | null]>([
  ["planning", null],
  ["sending", null],
  ["succeeded", true],
  ["partly_failed", false],
  ["failed", false],
  ["stopped", false],
  ["cancelled", false],
  ["missed", false],
])("for figures %s is successful: %s", (status, successful) => {
  expect(isSuccessful(status)).toBe(successful);
});
