import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Prisma } from "@prisma/client";
import { startByHand } from "@/lib/mailings/commands";
import { verifyLedger, type LedgerFault } from "@/lib/sending/verify";
import { TIME_TO_PLAN, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const GUARDS = [
  "ALTER TABLE attempts DROP CONSTRAINT attempts_equation, DROP CONSTRAINT attempts_closed, DROP CONSTRAINT attempts_counts",
  "ALTER TABLE batches DROP CONSTRAINT batches_equation, DROP CONSTRAINT batches_counts, DROP CONSTRAINT batches_closed",
  "ALTER TABLE batches DROP CONSTRAINT batches_unknown_keeps_body, DROP CONSTRAINT batches_attempt_id_fkey",
  "ALTER TABLE deliveries DROP CONSTRAINT deliveries_accepted_has_id, DROP CONSTRAINT deliveries_settled",
  "DROP INDEX attempts_open_key",
  "DROP INDEX attempts_mailing_id_occurrence_at_key",
  "DROP INDEX deliveries_attempt_id_address_key",
  "DROP INDEX deliveries_retry_of_id_key",
];

interface Ledger {
  db: Prisma.TransactionClient;
  mailingId: string;
  attemptId: string;
  batchId: string;
  deliveryId: string;
}

type Found = Omit<Ledger, "db">;

interface Damage {
  name: string;
  code: string;
  /** The state of the ledger that is damaged. */
  of: "closed" | "open" | "unknown";
  damage: (ledger: Ledger) => Promise<unknown>;
}

const attempt = (change: string) => (ledger: Ledger) =>
  ledger.db.$executeRawUnsafe(`UPDATE attempts SET ${change} WHERE id = '${ledger.attemptId}'`);
const batch = (change: string) => (ledger: Ledger) =>
  ledger.db.$executeRawUnsafe(`UPDATE batches SET ${change} WHERE id = '${ledger.batchId}'`);
const delivery = (change: string) => (ledger: Ledger) =>
  ledger.db.$executeRawUnsafe(`UPDATE deliveries SET ${change} WHERE id = '${ledger.deliveryId}'`);

const damages: Damage[] = [
  {
    name: "a delivery is gone",
    code: "delivery_lost",
    of: "closed",
    damage: (ledger) => ledger.db.delivery.delete({ where: { id: ledger.deliveryId } }),
  },
  {
    name: "a delivery is gone from an attempt that still sends",
    code: "delivery_lost",
    of: "open",
    damage: (ledger) => ledger.db.delivery.delete({ where: { id: ledger.deliveryId } }),
  },
  {
    name: "a batch stays open when nothing in it is pending",
    code: "never_closed",
    of: "open",
    damage: async (ledger) => {
      await ledger.db.$executeRawUnsafe(
        `UPDATE deliveries SET status = 'skipped', reason = 'manual', settled_at = engine_now() WHERE batch_id = '${ledger.batchId}'`,
      );
      await batch("skipped = size, status = 'pending', claim_token = NULL, lease_until = NULL")(ledger);
    },
  },
  {
    name: "a batch's attempt is gone",
    code: "orphan",
    of: "closed",
    damage: (ledger) =>
      ledger.db.$executeRawUnsafe(`UPDATE batches SET attempt_id = uuid_v7() WHERE id = '${ledger.batchId}'`),
  },
  {
    name: "all deliveries of a batch are gone",
    code: "delivery_lost",
    of: "closed",
    damage: (ledger) => ledger.db.delivery.deleteMany({ where: { batchId: ledger.batchId } }),
  },
  {
    name: "a batch is gone with its deliveries",
    code: "attempt_miscounted",
    of: "closed",
    damage: async (ledger) => {
      await ledger.db.delivery.deleteMany({ where: { batchId: ledger.batchId } });
      await ledger.db.batch.delete({ where: { id: ledger.batchId } });
    },
  },
  {
    name: "one address stands twice",
    code: "address_twice",
    of: "closed",
    damage: (ledger) =>
      ledger.db.$executeRawUnsafe(`
      INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, provider_id, settled_at)
      SELECT attempt_id, batch_id, 99, recipient_id, address, name, status, 'other', settled_at FROM deliveries
      WHERE id = '${ledger.deliveryId}'`),
  },
  {
    name: "a figure counts an opening that no delivery has",
    code: "outcomes_miscounted",
    of: "closed",
    damage: (ledger) =>
      ledger.db
        .$executeRaw`INSERT INTO outcome_domains VALUES (${ledger.attemptId}::uuid, 'mail.test', 'opened', 1)`,
  },
  {
    name: "a domain counts one accepted too many",
    code: "outcomes_miscounted",
    of: "closed",
    damage: (ledger) =>
      ledger.db
        .$executeRaw`UPDATE attempt_domains SET accepted = accepted + 1 WHERE attempt_id = ${ledger.attemptId}::uuid`,
  },
  {
    name: "a delivery was opened and no figure counts it",
    code: "outcomes_miscounted",
    of: "closed",
    damage: async (ledger) => {
      await ledger.db.$executeRaw`ALTER TABLE deliveries DISABLE TRIGGER deliveries_note_outcomes`;
      await delivery("opened_at = engine_now()")(ledger);
    },
  },
  {
    name: "a batch counts one accepted too many",
    code: "batch_miscounted",
    of: "closed",
    damage: batch("accepted = accepted + 1"),
  },
  {
    name: "a batch calls accepted what was rejected",
    code: "batch_miscounted",
    of: "closed",
    damage: delivery("status = 'rejected', provider_id = NULL"),
  },
  { name: "a batch's size is wrong", code: "delivery_lost", of: "closed", damage: batch("size = size + 1") },
  {
    name: "an attempt counts one accepted too many",
    code: "attempt_miscounted",
    of: "closed",
    damage: attempt("accepted = accepted + 1"),
  },
  {
    name: "an attempt counts as rejected what its batches accepted",
    code: "attempt_miscounted",
    of: "closed",
    damage: attempt("accepted = accepted - 1, rejected = rejected + 1"),
  },
  {
    name: "an attempt planned more than stands there",
    code: "attempt_miscounted",
    of: "closed",
    damage: attempt("planned = planned + 1"),
  },
  {
    name: "an open attempt planned more than stands there",
    code: "attempt_miscounted",
    of: "open",
    damage: attempt("planned = planned + 1"),
  },
  {
    name: "accepted without an id",
    code: "accepted_without_id",
    of: "closed",
    damage: delivery("provider_id = NULL"),
  },
  {
    name: "accepted with an empty id",
    code: "accepted_without_id",
    of: "closed",
    damage: delivery("provider_id = ''"),
  },
  {
    name: "one id of the provider stands twice",
    code: "id_twice",
    of: "closed",
    damage: (ledger) =>
      ledger.db.$executeRawUnsafe(
        `UPDATE deliveries SET provider_id = 'one' WHERE batch_id = '${ledger.batchId}' AND position < 2`,
      ),
  },
  {
    name: "a batch is closed with a delivery pending",
    code: "closed_too_early",
    of: "open",
    damage: batch("status = 'closed', closed_at = now()"),
  },
  {
    name: "an attempt is closed with batches open",
    code: "closed_too_early",
    of: "open",
    damage: attempt("status = 'succeeded', closed_at = now()"),
  },
  {
    name: "a delivery belongs to no batch",
    code: "orphan",
    of: "closed",
    damage: delivery("batch_id = gen_random_uuid()"),
  },
  {
    name: "a delivery belongs to a batch of another attempt",
    code: "orphan",
    of: "closed",
    damage: delivery("attempt_id = gen_random_uuid()"),
  },
  {
    name: "two attempts of one mailing are open",
    code: "open_twice",
    of: "open",
    damage: (ledger) => again(ledger, "planning", "occurrence_at + interval '1 day'"),
  },
  {
    name: "one occurrence has two attempts",
    code: "occurrence_twice",
    of: "closed",
    damage: (ledger) => again(ledger, "missed", "occurrence_at"),
  },
  {
    name: "a delivery is retried twice",
    code: "retried_twice",
    of: "closed",
    damage: (ledger) =>
      ledger.db.$executeRawUnsafe(
        `UPDATE deliveries SET retry_of_id = '${randomUUID()}' WHERE batch_id = '${ledger.batchId}' AND position < 2`,
      ),
  },
  {
    name: "what may have gone out has lost its bytes",
    code: "unknown_without_body",
    of: "unknown",
    damage: batch("body = NULL"),
  },
];

/** An attempt more, of the same mailing, with nobody in it. */
function again({ db, attemptId }: Ledger, status: string, occurrence: string): Promise<number> {
  return db.$executeRawUnsafe(`
    INSERT INTO attempts (id, mailing_id, owner_id, kind, occurrence_at, status, subject, preheader, html, text, from_address,
      reply_to, language, sender_name, merge_fields, batch_size, closed_at)
    SELECT 'ffffffff-ffff-7fff-bfff-ffffffffffff', mailing_id, owner_id, 'scheduled', ${occurrence}, '${status}', subject,
      preheader, html, text, from_address, reply_to, language, sender_name, merge_fields, batch_size,
      ${status === "planning" ? "NULL" : "now()"}
    FROM attempts WHERE id = '${attemptId}'`);
}

/** A ledger of 250 in the state wanted, beside another that must not be named. */
async function ledgerThat(state: Damage["of"]): Promise<Found> {
  await world.mailing({ owner, recipients: 5 });
  await world.settleDown();
  const mailing = await world.mailing({ owner, recipients: 250 });
  if (state === "closed") await world.settleDown();
  if (state === "open")
    for (let planned = 0; planned < 250;) planned += (await world.tick(world.engine(), TIME_TO_PLAN)).planned;
  if (state === "unknown") {
    world.provider.when(() => ({ kind: "reset_before" }));
    await world.tick();
  }
  const [own] = await world.attempts(mailing.id);
  const batches = await world.db.batch.findFirstOrThrow({
    where: { attempt: { mailingId: mailing.id } },
    orderBy: { seq: "asc" },
  });
  const deliveries = await world.db.delivery.findFirstOrThrow({
    where: { batchId: batches.id },
    orderBy: { position: "asc" },
  });
  return {
    mailingId: mailing.id,
    attemptId: own?.id ?? "",
    batchId: batches.id,
    deliveryId: deliveries.id,
  };
}

class UndoDamage extends Error {}

/** Damages the ledger where nothing keeps it right, verifies, and takes all of it back. */
async function faultsAfter(ledger: Found, damage: Damage["damage"]): Promise<LedgerFault[]> {
  let faults: LedgerFault[] = [];
  const undone = world.db.$transaction(
    async (db) => {
      for (const drop of GUARDS) await db.$executeRawUnsafe(drop);
      await damage({ ...ledger, db });
      faults = await verifyLedger(db);
      throw new UndoDamage();
    },
    { timeout: 30_000 },
  );
  await expect(undone).rejects.toThrow(UndoDamage);
  return faults;
}

describe("a damaged ledger is found out: the attempt and the code are named", () => {
  it.each(damages)("$name", async ({ of, code, damage }) => {
    const ledger = await ledgerThat(of);
    expect(await world.verify(), "before the damage").toEqual([]);
    const faults = await faultsAfter(ledger, damage);
    expect(faults).toContainEqual(expect.objectContaining({ code, detail: expect.any(String) }));
    const named = new Set(faults.filter((fault) => fault.code === code).map((fault) => fault.attemptId));
    // An orphan in another attempt is named with that one.
    if (code !== "orphan") expect([...named]).toEqual([ledger.attemptId]);
    else expect(named.size).toBeGreaterThan(0);
  });
});

describe("a ledger that adds up", () => {
  it("gives nothing while it is planned, sent and closed, whatever became of its deliveries", async () => {
    const mailing = await world.mailing({ owner, recipients: 400 });
    const [bad = "", gone = "", suppressed = ""] = mailing.addresses;
    world.provider.badAddress(bad);
    await world.db.suppression.create({ data: { ownerId: owner.id, email: suppressed, reason: "manual" } });
    let looked = 0;
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async () => {
        looked += 1;
        expect(await world.verify()).toEqual([]);
      },
    });
    world.provider.script({ kind: "reset_after" }, { kind: "rate_limited", retryAfter: 0.01 });
    await world.db.recipient.deleteMany({ where: { email: gone } });
    await world.settleDown(10, engine);
    expect(looked).toBeGreaterThan(20);
    expect(await world.verify()).toEqual([]);
  });

  it("gives nothing for an attempt without anybody, and one that was missed", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    await startByHand(owner, { mailingId: mailing.id, startId: randomUUID(), keepScheduled: false });
    await world.db.recipient.deleteMany({ where: { email: mailing.addresses[0] } });
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([{ planned: 0, status: "cancelled" }]);
    expect(await world.verify()).toEqual([]);
  });
});
