import { expect } from "vitest";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { RECIPIENTS, type CaseGround } from "@/tests/integration/sending/matrix/case-ground";
import type { FaultCase } from "@/tests/integration/sending/matrix/faults";
import type { Happening } from "@/tests/integration/sending/matrix/happenings";

interface Row {
  id: string;
  address: string;
  status: string;
  providerId: string | null;
  unknown: boolean;
  answerCode: string | null;
}

/** Compares the closed ledger with what the provider really took. */
export async function expectTruth(ground: CaseGround, fault: FaultCase, happening: Happening): Promise<void> {
  expect(await ground.world.verify()).toEqual([]);
  const rows = await ledger(ground);
  expectOnce(ground);
  expectNothingLost(rows, happening);
  expectRecordAgrees(rows, takenIds(ground));
  expectUncertain(rows, fault, happening);
  const addresses = (status: string) => rows.filter((row) => row.status === status).map((row) => row.address);
  if (!mayEndEarly(happening)) {
    expect(addresses("rejected"), "rejected").toEqual(fault.rejects === true ? [ground.bad] : []);
    expect(addresses("cancelled"), "cancelled").toEqual([]);
  }
  expectUnsubscribed(ground, addresses("skipped"));
}

async function ledger({ world, mailingId }: CaseGround): Promise<Row[]> {
  const attempts = await world.attempts(mailingId);
  expect(attempts, "one attempt for one occurrence").toHaveLength(1);
  expect(attempts.every((attempt) => attempt.closedAt !== null)).toBe(true);
  return world.db.$queryRaw<Row[]>`
    SELECT d.id, d.address, d.status::text AS status, d.provider_id AS "providerId",
      b.first_unknown_at IS NOT NULL AS unknown, b.answer_code AS "answerCode"
    FROM deliveries d JOIN batches b ON b.id = d.batch_id ORDER BY d.address`;
}

/** By the provider's own record nobody got the occurrence twice. */
function expectOnce({ world }: CaseGround): void {
  const twice = [...world.provider.received()].filter(([, count]) => count > 1);
  expect(twice, "received twice").toEqual([]);
}

function expectNothingLost(rows: Row[], happening: Happening): void {
  expect(rows.filter((row) => row.status === "pending")).toEqual([]);
  if (happening.ends === true && happening.point === "chunk_planned") return;
  expect(rows, "planned").toHaveLength(RECIPIENTS);
}

function takenIds({ world }: CaseGround): Map<string, string> {
  return new Map(
    world.provider.mails.map((mail) => {
      const tag = mail.tags.find(({ name }) => name === DELIVERY_TAG);
      return [tag?.value ?? "", mail.id];
    }),
  );
}

/** What the ledger calls accepted was taken, under that id; what was taken is accepted or, at the worst, uncertain. */
function expectRecordAgrees(rows: Row[], taken: Map<string, string>): void {
  for (const row of rows) {
    const providerId = taken.get(row.id) ?? null;
    if (row.status === "accepted") expect(row.providerId, `${row.address} accepted`).toBe(providerId);
    else if (row.status !== "uncertain") {
      expect(providerId, `${row.address} is ${row.status} and was taken`).toBeNull();
    }
  }
  const known = new Set(rows.map((row) => row.id));
  expect([...taken.keys()].filter((id) => !known.has(id))).toEqual([]);
}

/** Uncertain is only what an unknown outcome left and nobody may ask for any more. */
function expectUncertain(rows: Row[], fault: FaultCase, happening: Happening): void {
  const uncertain = rows.filter((row) => row.status === "uncertain");
  for (const row of uncertain) {
    expect(
      row.unknown || row.answerCode === "invalid_idempotent_request",
      `${row.address} was never unknown`,
    ).toBe(true);
  }
  if (fault.unresolvable === true) {
    if (!mayEndEarly(happening)) expect(uncertain.length, "uncertain").toBeGreaterThan(0);
  } else if (!mayEndEarly(happening)) {
    expect(uncertain, "uncertain, though asking again would have told").toEqual([]);
  }
}

/** Whoever unsubscribed before the request with their mail is skipped. */
function expectUnsubscribed(ground: CaseGround, skipped: string[]): void {
  const received = ground.world.provider.received();
  const inTime = ground.unsubscribed.filter((user) => user.inTime).map((user) => user.address);
  expect(
    inTime.filter((address) => received.has(address)),
    "written to after unsubscribing",
  ).toEqual([]);
  expect(
    inTime.filter((address) => !skipped.includes(address)),
    "not skipped",
  ).toEqual([]);
  const people = new Set(ground.unsubscribed.map((user) => user.address));
  expect(
    skipped.filter((address) => !people.has(address)),
    "skipped without cause",
  ).toEqual([]);
}

function mayEndEarly(happening: Happening): boolean {
  return happening.ends === true || happening.forgets === true;
}
