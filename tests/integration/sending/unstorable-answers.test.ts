import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TIME_TO_PLAN, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
const faults: string[] = [];

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(async () => {
  faults.length = 0;
  await world.forget();
});

const engine = () => world.engine({ settings: { inFlight: 1 }, report: (message) => faults.push(message) });
const halt = () => world.db.providerState.findUniqueOrThrow({ where: { id: 1 } });
const once = () => [...world.provider.received().values()].every((count) => count === 1);
const NUL = "\0";
const HALF = "\ud83d";

describe("an answer that PostgreSQL would refuse to store", () => {
  it.each([
    ["a NUL in an error's message", { name: "down", message: `before${NUL}after` }],
    ["a NUL in an error's name", { name: `do${NUL}wn`, message: "Down." }],
    ["half a surrogate pair in a message", { name: "down", message: `before${HALF}after` }],
    ["a name of a megabyte", { name: "x".repeat(1_000_000), message: "Down." }],
  ])("with %s is recorded, and its batch is asked about again", async (_, said) => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "status", code: 503, ...said });
    await world.tick(engine());
    expect(faults).toEqual([]);
    const batch = await world.db.batch.findFirstOrThrow();
    expect(batch.unknowns).toBe(1);
    expect(batch.answer?.length).toBeLessThanOrEqual(500);
    expect(batch.answerCode?.length).toBeLessThanOrEqual(500);
    expect(await halt()).toMatchObject({ failures: 1 });
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(once()).toBe(true);
  });

  it.each([
    ["binary", gzipSync("down").toString("latin1")],
    ["NULs", NUL.repeat(5_000)],
    ["escapes for a terminal", "\u001b[2J\u0007gone"],
  ])("that is %s is recorded as text", async (_, body) => {
    await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "weird", status: 502, body });
    await world.tick(engine());
    expect(faults).toEqual([]);
    const { answer, unknowns } = await world.db.batch.findFirstOrThrow();
    expect(unknowns).toBe(1);
    expect(answer).toMatch(/^HTTP 502 [^\p{Cc}]+$/u);
  });

  it("with a NUL in an id is no success, and the ids that come at the next try are", async () => {
    const mailing = await world.mailing({ owner, recipients: 3 });
    const ids = ["a", `b${NUL}`, "c"].map((id) => ({ id }));
    world.provider.script({ kind: "weird", status: 200, body: JSON.stringify({ data: ids }), taken: true });
    await world.tick(engine());
    expect(faults).toEqual([]);
    expect(await world.db.batch.findFirst()).toMatchObject({ unknowns: 1, answerCode: "unreadable_answer" });
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 3 });
    expect(once()).toBe(true);
  });

  it("refuses everybody all the same: the engine pauses", async () => {
    await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "status", code: 401, name: "missing_api_key", message: `No${NUL}key` });
    expect((await world.tick(engine())).end).toBe("shut");
    expect(await halt()).toMatchObject({ haltKind: "pause", haltCode: "missing_api_key" });
  });

  it("refuses one address all the same: it is rejected with those words, and the others get theirs", async () => {
    const mailing = await world.mailing({ owner, recipients: 10 });
    world.provider.badAddress(mailing.addresses[4] ?? "", `Nobody${NUL}here${HALF}`);
    await world.settleDown(60, engine());
    expect(faults).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 9, rejected: 1 });
  });
});

/** From now on the database refuses to write that a batch, or this one, was answered so. */
async function refuseToWrite(code: string, batchId?: string): Promise<void> {
  const which = batchId === undefined ? "" : `AND NEW.id = '${batchId}'`;
  await world.db.$executeRawUnsafe(`
    CREATE OR REPLACE FUNCTION refuse_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.answer_code = '${code}' ${which} THEN RAISE EXCEPTION 'not to be written'; END IF;
      RETURN NEW; END $$`);
  await world.db.$executeRawUnsafe(
    "CREATE TRIGGER refuse_answer BEFORE UPDATE ON batches FOR EACH ROW EXECUTE FUNCTION refuse_answer()",
  );
}

async function writeAgain(): Promise<void> {
  await world.db.$executeRawUnsafe("DROP TRIGGER IF EXISTS refuse_answer ON batches");
}

describe("a batch that cannot be settled", () => {
  afterEach(writeAgain);

  /** A mailing that is planned and of which nothing was requested; the id of its first batch. */
  async function planned(recipients: number): Promise<{ mailingId: string; batchId: string }> {
    const mailing = await world.mailing({ owner, recipients });
    await world.tick(engine(), TIME_TO_PLAN);
    const { id } = await world.db.batch.findFirstOrThrow({ orderBy: { seq: "asc" } });
    return { mailingId: mailing.id, batchId: id };
  }

  it("keeps no other from being settled; the breaker is told, and it goes on with the same bytes", async () => {
    const { mailingId, batchId } = await planned(450);
    await refuseToWrite("accepted", batchId);
    await world.tick(engine());
    expect(faults).toEqual([`batch ${batchId} could not be settled`]);
    expect(await world.deliveriesByStatus(mailingId)).toEqual({ accepted: 350, pending: 100 });
    expect(await world.db.batch.findUnique({ where: { id: batchId } })).toMatchObject({
      status: "pending",
      answerCode: "unsettled",
      unknowns: 1,
    });
    await writeAgain();
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailingId)).toEqual({ accepted: 450 });
    expect(once()).toBe(true);
    expect(await world.verify()).toEqual([]);
  });

  it("five of them in a row open the breaker, for what goes out and is not written down must stop", async () => {
    const { mailingId } = await planned(1_000);
    await refuseToWrite("accepted");
    expect((await world.tick(engine())).end).toBe("shut");
    expect(await halt()).toMatchObject({ haltKind: "breaker", haltCode: "unsettled" });
    await writeAgain();
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailingId)).toEqual({ accepted: 1_000 });
    expect(once()).toBe(true);
  });

  it("and refuses everybody pauses the engine", async () => {
    await planned(100);
    await refuseToWrite("missing_api_key");
    world.provider.script({ kind: "unauthorized", name: "missing_api_key" });
    expect((await world.tick(engine())).end).toBe("shut");
    expect(await halt()).toMatchObject({ haltKind: "pause", haltCode: "missing_api_key" });
  });
});
