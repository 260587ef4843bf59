import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allDeliveriesOf, deliveriesOf, type DeliveryFilter } from "@/lib/attempts/deliveries";
import { connect, type Database } from "@/lib/db";
import { START, type Place } from "@/lib/paging/address";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
/** One connection, so that what a read cost can be asked for after it. */
let single: Database;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  single = connect(world.url, 1);
});
afterAll(async () => {
  await single.$disconnect();
  await world.close();
});
beforeEach(() => world.forget());

/** An attempt that is over, to this many, of whom these were rejected. */
async function attemptTo(recipients: number, rejected: number[] = []) {
  const mailing = await world.mailing({ owner, recipients });
  for (const n of rejected) world.provider.badAddress(mailing.addresses[n] ?? "");
  await world.settleDown();
  const [attempt] = await world.attempts(mailing.id);
  if (attempt === undefined) throw new Error("nothing ran");
  return { id: attempt.id, addresses: mailing.addresses };
}

const all = { status: "", search: "" } as const;

/** The addresses of all pages, onward from the start and back again from the end. */
async function throughPages(attemptId: string, filter: DeliveryFilter) {
  const onward: string[] = [];
  const back: string[][] = [];
  let place: Place = START;
  let last: string[] = [];
  for (;;) {
    const page = await deliveriesOf(attemptId, filter, place);
    last = page.rows.map((row) => row.address);
    onward.push(...last);
    if (page.next === null) break;
    place = { after: page.next, before: "" };
  }
  for (;;) {
    const page = await deliveriesOf(attemptId, filter, place);
    back.unshift(page.rows.map((row) => row.address));
    if (page.previous === null) break;
    place = { after: "", before: page.previous };
  }
  return { onward, back: back.flat() };
}

describe("an attempt's recipients", () => {
  it("stand once on their pages, onward and back, with their place in the whole", async () => {
    const { id, addresses } = await attemptTo(230, [3, 199]);
    const { onward, back } = await throughPages(id, all);
    expect(onward.toSorted()).toEqual(addresses.toSorted());
    expect(back).toEqual(onward);
    const first = await deliveriesOf(id, all, START);
    expect(first).toMatchObject({ first: 1, total: 230, previous: null });
    const second = await deliveriesOf(id, all, { after: first.next ?? "", before: "" });
    expect(second).toMatchObject({ first: 51, total: 230 });
    const rejected = await deliveriesOf(id, { status: "rejected", search: "" }, START);
    expect(rejected).toMatchObject({ first: 1, total: 2, next: null });
  });

  it("are found by the beginning of the address, by address, and never by what a pattern would mean", async () => {
    const { id, addresses } = await attemptTo(230, [11, 19]);
    const begin = (text: string) => addresses.filter((address) => address.startsWith(text)).toSorted();
    const found = await throughPages(id, { status: "", search: "R1" });
    expect(found.onward).toEqual(begin("r1"));
    expect(found.onward.length).toBeGreaterThan(50);
    expect(found.back).toEqual(found.onward);
    const exact = await deliveriesOf(id, { status: "", search: addresses[7] ?? "" }, START);
    expect(exact.rows.map((row) => row.address)).toEqual([addresses[7]]);
    const rejected = await deliveriesOf(id, { status: "rejected", search: "r1" }, START);
    expect(rejected.rows.map((row) => row.address)).toEqual([addresses[11], addresses[19]].toSorted());
    for (const search of ["%", "r_", "mail.test", "\\"])
      expect((await deliveriesOf(id, { status: "", search }, START)).rows, search).toEqual([]);
  });

  it("of another attempt are no place to begin a search at", async () => {
    const [one, other] = [await attemptTo(2), await attemptTo(2)];
    const [row] = (await deliveriesOf(other.id, all, START)).rows;
    for (const after of [row?.id ?? "", randomUUID(), "nonsense"]) {
      const page = await deliveriesOf(one.id, { status: "", search: "r" }, { after, before: "" });
      expect(page.rows, after).toHaveLength(2);
    }
  });

  it("are all in what is read for a file, however few at a time", async () => {
    const { id, addresses } = await attemptTo(60, [5]);
    for (const filter of [all, { status: "accepted", search: "r" }] as const) {
      const rows = [];
      for await (const step of allDeliveriesOf(id, filter, 7)) rows.push(...step.map((row) => row.address));
      const accepted = filter.status === "" ? addresses : addresses.filter((_, n) => n !== 5);
      expect(rows.toSorted()).toEqual(accepted.toSorted());
    }
  });
});

describe("among forty thousand recipients of one attempt", () => {
  let attemptId: string;

  /** Every thousandth is rejected: forty, each in a batch of its own. */
  beforeEach(async () => {
    attemptId = (await attemptTo(1)).id;
    for (const statement of [
      `INSERT INTO batches (attempt_id, seq, status, size, accepted, rejected, available_at, closed_at)
        SELECT '${attemptId}', n, 'closed', 100, CASE WHEN n % 10 = 0 THEN 99 ELSE 100 END,
          CASE WHEN n % 10 = 0 THEN 1 ELSE 0 END, now(), now() FROM generate_series(1, 400) n`,
      `INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, provider_id, settled_at)
        SELECT b.attempt_id, b.id, n, gen_random_uuid(), 'reader' || b.seq * 1000 + n || '@mail.test', 'Reader',
          CASE WHEN b.rejected > n THEN 'rejected' ELSE 'accepted' END::delivery_status,
          CASE WHEN b.rejected > n THEN NULL ELSE gen_random_uuid()::text END, now()
        FROM batches b CROSS JOIN generate_series(0, 99) n WHERE b.size = 100`,
      "VACUUM ANALYZE batches, deliveries",
    ])
      await world.db.$executeRawUnsafe(statement);
  });

  it.each([
    { what: "a search for one", filter: { status: "", search: "reader77012@" }, found: 1, most: 60 },
    { what: "a search that many answer to", filter: { status: "", search: "reader" }, found: 50, most: 200 },
    {
      what: "a search among few of an outcome",
      filter: { status: "rejected", search: "reader4" },
      found: 2,
      most: 4_100,
    },
    {
      what: "a search among many of an outcome",
      filter: { status: "accepted", search: "reader39" },
      found: 50,
      most: 200,
    },
  ] as const)("$what reads the rows that it needs, not all", async ({ filter, found, most }) => {
    const before = await rowsRead();
    Object.assign(globalThis, { posthornDatabase: single });
    const page = await deliveriesOf(attemptId, filter, START).finally(() =>
      Object.assign(globalThis, { posthornDatabase: world.db }),
    );
    expect(page.rows).toHaveLength(found);
    expect((await rowsRead()) - before).toBeLessThanOrEqual(most);
  });
});

/** Deliveries that this connection has read so far, by an index or from end to end. */
async function rowsRead(): Promise<number> {
  await single.$executeRaw`SELECT pg_stat_force_next_flush()`;
  const [row] = await single.$queryRaw<{ read: number }[]>`
    SELECT (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_user_tables WHERE relname = 'deliveries'`;
  return row?.read ?? 0;
}
