import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importRecipients } from "@/lib/recipients/import";
import { World } from "@/tests/support/world";

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

describe("an import into a list to which a mailing is planned meanwhile", () => {
  it("disturbs nobody: who was there receives it once, who comes late is there for the next", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 1_500 });
    const late = Array.from({ length: 1_500 }, (_, n) => `late${n}@mail.test`);
    // Those who were there come last and from behind, and are changed.
    const rows = [...late, ...mailing.addresses.toReversed()].map((address) => `${address},Renamed`);
    async function* source() {
      yield Buffer.from(`email,name\n${rows.join("\n")}\n`);
    }
    const [result] = await Promise.all([
      importRecipients(world.db, { ownerId: owner.id, listId: mailing.listId, source: source() }),
      world.tick(),
    ]);
    expect(result).toMatchObject({ ok: true, summary: { added: 1_500, updated: 1_500 } });
    await world.settleDown();

    expect(await world.verify()).toEqual([]);
    expect(await world.db.listMember.count({ where: { listId: mailing.listId } })).toBe(3_000);
    const delivered = await world.db.delivery.findMany({ select: { address: true, status: true } });
    expect(new Set(delivered.map(({ status }) => status))).toEqual(new Set(["accepted"]));
    const addresses = new Set(delivered.map(({ address }) => address));
    expect(addresses.size).toBe(delivered.length);
    expect(mailing.addresses.filter((address) => !addresses.has(address))).toEqual([]);
  });
});
