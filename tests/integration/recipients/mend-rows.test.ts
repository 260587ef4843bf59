import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { importView } from "@/lib/recipients/import-result";
import { mendRows } from "@/lib/recipients/mend-rows";
import { mendedCells } from "@/lib/recipients/mended-cells";
import { importedByJob, textOfImport } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
}, 60_000);
afterAll(() => world.close());

const FILE =
  "Клиент;Куда писать;Город\nВера;vera@example.com;Омск\n" +
  Array.from({ length: 60 }, (_, at) => `Имя ${at};нет ${at};"Тверь; центр"\n`).join("");

const mend = (who: User, id: string, cells: Record<string, string>) =>
  mendRows(who, id, mendedCells.parse(cells));
const brokenOf = async (id: string, after = 0) => (await importView(owner, id, after))?.mending;

it("broken rows are mended in place: imported, counted, gone from the page and the file; others stay with what was typed and why", async () => {
  const said = {
    list: "new",
    newList: "Mended",
    columns: [{ kind: "name" }, { kind: "email" }, { kind: "field", name: "город" }],
  };
  const { id } = await importedByJob(world, owner, FILE, said);
  const before = await brokenOf(id);
  expect([before?.rows.length, before?.next, before?.names]).toEqual([
    50,
    52,
    ["Клиент", "Куда писать", "Город"],
  ]);
  expect((await brokenOf(id, 52))?.rows.map(({ line }) => line)).toEqual([
    53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
  ]);
  const typed = {
    "c3.1": "olga@example.com",
    "c4.1": "petr@",
    "c5.1": "vera@example.com",
    "c6.1": "olga@example.com",
  };
  expect(await mend(owner, id, typed)).toMatchObject({ ok: true, value: { mended: 3, broken: 1, gone: 0 } });
  // A second click, or a second tab.
  expect(await mend(owner, id, typed)).toMatchObject({ ok: true, value: { mended: 0, broken: 1, gone: 3 } });
  const view = await importView(owner, id);
  expect(view).toMatchObject({
    summary: { rows: 61, added: 2, updated: 1, duplicate: 1, invalid: 57 },
    mending: { mended: 3 },
  });
  expect(view?.mending.rows[0]).toMatchObject({
    line: 4,
    reason: "email_invalid",
    at: 1,
    cells: ["Имя 1", "petr@", "Тверь; центр"],
  });
  expect(
    await world.db.recipient.findFirst({ where: { ownerId: owner.id, email: "olga@example.com" } }),
  ).toMatchObject({
    name: "Имя 0",
    fields: { город: "Тверь; центр" },
  });
  expect(await world.db.listMember.count({ where: { list: { ownerId: owner.id, name: "Mended" } } })).toBe(2);
  const invalid = (await textOfImport(owner, id, "invalid"))?.split("\n");
  expect(invalid).toHaveLength(59);
  expect(invalid?.slice(0, 3)).toEqual([
    "Клиент;Куда писать;Город",
    'Имя 1;petr@;"Тверь; центр"',
    'Имя 4;нет 4;"Тверь; центр"',
  ]);
  expect(await textOfImport(owner, id, "report")).toContain("\n3,added,,olga@example.com\n");
});

it("nobody mends rows of somebody else's import, or of one that has not ended", async () => {
  const other = await world.user();
  const { id } = await importedByJob(world, owner, "email\nnobody\n", { columns: [{ kind: "email" }] });
  expect(await mend(other, id, { "c2.0": "x@example.com" })).toMatchObject({ ok: false, code: "not_found" });
  await world.db.job.update({ where: { id }, data: { status: "paused", finishedAt: null } });
  expect(await mend(owner, id, { "c2.0": "x@example.com" })).toMatchObject({
    ok: false,
    code: "import_goes_on",
  });
  expect((await brokenOf(id))?.rows).toHaveLength(1);
});
