import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberErased } from "@/lib/erasing/erased-among";
import { JOB_LEASE } from "@/lib/jobs/claim";
import { resumeJob } from "@/lib/jobs/commands";
import { ANSWER_HOURS, maintainJobs } from "@/lib/jobs/maintain";
import { jobOf } from "@/lib/jobs/queries";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { confirmImport } from "@/lib/recipients/import-confirm";
import { closeReadings } from "@/lib/recipients/import-readings";
import { importView } from "@/lib/recipients/import-result";
import { maintainUploads } from "@/lib/recipients/maintain-uploads";
import { dyingAt } from "@/tests/integration/jobs/counting-job";
import { importHost, textOfImport, uploaded } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;

const SEED = 20261130;
const fail = (message: string, error: unknown) => {
  throw new Error(message, { cause: error });
};
const run = (parts: Partial<JobHost> = {}) => runJobs(importHost(world, parts), { time: 60_000 });

beforeAll(async () => {
  world = await World.create();
});
beforeEach(closeReadings);
afterAll(() => world.close());

/** All that an import could change. */
async function stateOf({ id }: User) {
  const [state] = await world.db.$queryRaw<object[]>`
    SELECT (SELECT json_agg(row_to_json(r) ORDER BY r.email) FROM recipients r WHERE owner_id = ${id}::uuid) AS recipients,
      (SELECT json_agg(l.name ORDER BY l.name) FROM lists l WHERE owner_id = ${id}::uuid) AS lists,
      (SELECT count(*)::int FROM list_members m JOIN lists l ON l.id = m.list_id WHERE l.owner_id = ${id}::uuid) AS members,
      (SELECT json_agg(s.email ORDER BY s.email) FROM suppressions s WHERE owner_id = ${id}::uuid) AS suppressions`;
  return state;
}

const membersOf = async ({ id }: User) =>
  world.db.$queryRaw<{ email: string }[]>`
    SELECT r.email FROM list_members m JOIN recipients r ON r.id = m.recipient_id WHERE r.owner_id = ${id}::uuid
    ORDER BY r.email`.then((rows) => rows.map(({ email }) => email));

async function checked(owner: User, file: string, said: object = {}) {
  const id = await uploaded(owner, file, said);
  await run();
  return { id, view: await importView(owner, id) };
}

async function written(owner: User, id: string) {
  expect(await confirmImport(owner, id)).toMatchObject({ ok: true });
  await run();
  return importView(owner, id);
}

describe("the check of an import", () => {
  it("counts what the import then does, whatever the file, the rules and who is there, and changes nothing", async () => {
    const random = seeded();
    const below = (most: number) => Math.floor(random() * most);
    const any = <Value>(...values: Value[]): Value => values[below(values.length)] as Value;
    for (let time = 0; time < 12; time += 1) {
      const owner = await world.user();
      const row = () => ({
        name: any("", "Vera", "Olga"),
        comment: any("", "a", "b"),
        plan: any("", "x", "y"),
      });
      const there = Array.from({ length: 12 }, (_, n) => ({
        ownerId: owner.id,
        email: `r${n}@mail.example`,
        ...row(),
      }));
      await world.db.recipient.createMany({
        data: there.map(({ plan, ...rest }) => ({ ...rest, fields: plan === "" ? {} : { plan } })),
      });
      await rememberErased(world.db, owner.id, ["r20@mail.example", "r3@mail.example"]);
      const rows = Array.from({ length: 40 }, () => {
        const { name, comment, plan } = row();
        const address = any("nobody", ...Array.from({ length: 8 }, () => `r${below(30)}@mail.example`));
        return [address, name, comment, plan, any("active", "active", "active", "unsubscribed")].join(",");
      });
      const file = `email,name,comment,plan,Status\n${rows.join("\n")}\n`;
      const said = {
        ...{ existing: any("update", "keep"), listExisting: any(true, false) },
        ...any({}, { list: "new", newList: "Readers" }),
      };
      const before = await stateOf(owner);
      const { id, view } = await checked(owner, file, said);
      expect(await jobOf(owner, id)).toMatchObject({ asks: true, done: 40, total: 40 });
      expect(await stateOf(owner)).toEqual(before);
      const result = await written(owner, id);
      expect(result?.summary, JSON.stringify({ time, said, file })).toEqual(view?.summary);
      expect(result?.invalid).toEqual(view?.invalid);
    }
  });

  it("comes to the same counts at whatever statement its process dies", { timeout: 60_000 }, async () => {
    const file = `email,name\n${Array.from({ length: 3_500 }, (_, row) => {
      const address = row % 170 === 5 ? "nobody" : `r${row % 9 === 8 ? row - 8 : row}@mail.example`;
      return `${address},Имя ${row}\n`;
    }).join("")}`;
    const owner = await world.user();
    await world.db.recipient.createMany({
      data: Array.from({ length: 500 }, (_, n) => ({ ownerId: owner.id, email: `r${n * 3}@mail.example` })),
    });
    const end = async (id: string) => ({
      job: await world.db.job.findUnique({
        where: { id },
        select: { asks: true, counts: true, done: true, total: true },
      }),
      invalid: (await importView(owner, id))?.invalid,
      rows: await textOfImport(owner, id, "invalid"),
    });
    const whole = await end((await checked(owner, file)).id);
    expect(whole.job).toMatchObject({
      asks: true,
      counts: { invalid: 21, updated: expect.any(Number) as number },
    });
    const id = await uploaded(owner, file);
    let deaths = 0;
    for (let last = 1; (await world.db.job.findUnique({ where: { id } }))?.asks === false; last += 1) {
      closeReadings();
      await run({ db: dyingAt(world, (statement) => statement === last), report: () => (deaths += 1) });
      await world.db.job.updateMany({ where: { id, status: "running" }, data: { faults: 0 } });
      await world.turn(JOB_LEASE + 60_000);
    }
    expect(deaths).toBeGreaterThanOrEqual(6);
    expect(await end(id)).toEqual(whole);
  });

  it("leaves no process where it had the file open: what is confirmed is written from the first row on", async () => {
    const owner = await world.user();
    const rows = Array.from({ length: 2_500 }, (_, row) => `r${row}@mail.example\n`).join("");
    const id = await uploaded(owner, `email\n${rows}`);
    const ending = new AbortController();
    // This process checks a part and keeps the file open, another one checks the rest.
    await runJobs(importHost(world, { stepped: () => ending.abort() }), {
      time: 60_000,
      signal: ending.signal,
    });
    const open = globalThis as typeof globalThis & { posthornImportReadings?: Map<string, unknown> };
    const here = open.posthornImportReadings ?? new Map<string, unknown>();
    const mine = new Map(here);
    expect(mine.size).toBe(1);
    here.clear();
    await run();
    expect(await confirmImport(owner, id)).toMatchObject({ ok: true });
    for (const [key, value] of mine) here.set(key, value);
    await run();
    expect(await importView(owner, id)).toMatchObject({ summary: { rows: 2_500, added: 2_500 } });
    expect(await world.db.recipient.count({ where: { ownerId: owner.id } })).toBe(2_500);
  });

  it("is not what is told in the end where rows have changed since", async () => {
    const owner = await world.user();
    const { id, view } = await checked(owner, "email,name\nvera@example.com,Vera\nolga@example.com,Olga\n");
    expect(view).toMatchObject({ isCheck: true, summary: { added: 2, updated: 0 } });
    await world.db.recipient.create({ data: { ownerId: owner.id, email: "vera@example.com" } });
    expect(await written(owner, id)).toMatchObject({ isCheck: false, summary: { added: 1, updated: 1 } });
  });

  it("waits for its owner's word alone, makes no list before, and is cancelled with its file after a day", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const { id } = await checked(owner, "email\nvera@example.com\n", { list: "new", newList: "Readers" });
    expect(await run()).toEqual({ left: false });
    expect(await jobOf(owner, id)).toMatchObject({ asks: true, controls: { resume: false, cancel: true } });
    expect(await confirmImport(other, id)).toMatchObject({ code: "not_found" });
    expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });
    expect(await importView(owner, id)).toMatchObject({ listName: "Readers" });
    expect(await world.db.recipientList.count({ where: { ownerId: owner.id } })).toBe(0);
    await maintainJobs(fail);
    expect(await jobOf(owner, id)).toMatchObject({ asks: true });
    await world.turn(ANSWER_HOURS * 3_600_000 + 60_000);
    await maintainJobs(fail);
    await maintainUploads(fail);
    expect(await jobOf(owner, id)).toMatchObject({ status: "cancelled", fault: "unanswered" });
    expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(0);
    expect(await confirmImport(owner, id)).toMatchObject({ code: "job_not_held" });
  });
});

describe("of recipients that are there already, an import", () => {
  it.each([
    ["updates them, and they join its list", {}, { updated: 1, unchanged: 1 }, "Vera Holm", 3],
    ["updates them alone", { listExisting: false }, { updated: 1, unchanged: 1 }, "Vera Holm", 1],
    [
      "leaves them as they are, and they join its list",
      { existing: "keep" },
      { updated: 0, unchanged: 2 },
      "Vera",
      3,
    ],
    ["leaves them alone", { existing: "keep", listExisting: false }, { updated: 0, unchanged: 2 }, "Vera", 1],
  ])("%s", async (_what, rules, counts, name, members) => {
    const owner = await world.user();
    await world.db.recipient.createMany({
      data: ["vera", "olga"].map((who) => ({
        ...{ ownerId: owner.id, email: `${who}@example.com`, name: who === "vera" ? "Vera" : "Olga" },
      })),
    });
    const file = "email,name\nvera@example.com,Vera Holm\nolga@example.com,\nnew@example.com,New\n";
    const { id } = await checked(owner, file, { list: "new", newList: "Readers", ...rules });
    expect(await written(owner, id)).toMatchObject({ summary: { added: 1, ...counts } });
    const vera = await world.db.recipient.findFirst({
      where: { ownerId: owner.id, email: "vera@example.com" },
    });
    expect(vera?.name).toBe(name);
    // A blank cell erases nothing.
    const olga = await world.db.recipient.findFirst({
      where: { ownerId: owner.id, email: "olga@example.com" },
    });
    expect(olga?.name).toBe("Olga");
    expect(await membersOf(owner)).toHaveLength(members);
    expect(await membersOf(owner)).toContain("new@example.com");
  });
});

it("an import whose file was refused is not offered to go on, as it could only fail again", async () => {
  const owner = await world.user();
  const { id } = await checked(owner, 'email\nvera@example.com\n"olga@example.com\n');
  expect(await jobOf(owner, id)).toMatchObject({ status: "failed", controls: { resume: false } });
  expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });
});

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(): () => number {
  let state = SEED;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
