import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { pauseMailing, startMailing } from "@/app/[locale]/(workspace)/mailings/[id]/actions";
import { currentUser } from "@/lib/auth/session";
import { idle } from "@/lib/actions/state";
import { nextRuns } from "@/lib/overview/next-runs";
import { editMailing, versionOf } from "@/lib/mailings/save";
import { formOf as form } from "@/tests/support/form";
import { World, type User } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentUser: vi.fn() }));
vi.mock("next/cache", () => ({
  refresh: vi.fn(),
  updateTag: vi.fn(),
  unstable_cache: (read: () => Promise<unknown>) => read,
}));
vi.mock("next/server", () => ({ after: vi.fn() }));
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));
vi.mock("@/lib/i18n/navigation", () => ({ redirect: vi.fn() }));

const DAY_MS = 86_400_000;

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  const user = {
    ...owner,
    name: "Vera",
    email: "vera@people.test",
    language: "en",
    timeZone: "UTC",
    avatarId: null,
  };
  vi.mocked(currentUser).mockResolvedValue(user);
});
afterAll(() => world.close());
beforeEach(() => world.forget());

it.each(["nonsense", "", "' OR true --", randomUUID()])(
  "an id that was tampered with (%s) is no mailing",
  async (id) => {
    const start = form({ startId: randomUUID() });
    expect(await startMailing(id, idle, start)).toMatchObject({ code: "not_found" });
    expect(await pauseMailing(id, idle, form({}))).toMatchObject({ code: "not_found" });
  },
);

it("a start that was refused gives back what was ticked", async () => {
  const { id } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
  expect(await pauseMailing(id, idle, form({}))).toMatchObject({ status: "done" });
  const startId = randomUUID();
  const ticked = form({ startId, keepScheduled: "on" });
  expect(await startMailing(id, idle, ticked)).toMatchObject({
    code: "held",
    typed: { startId, keepScheduled: "on" },
  });
});

describe("a start in place of the run that the overview showed", () => {
  /** A mailing that runs tomorrow, and what a tab of the overview posts: each has a start id of its own. */
  async function shown() {
    const { id, listId } = await world.mailing({ owner, recipients: 3, startLocal: await tomorrow() });
    const [run] = await nextRuns(owner);
    expect(run).toMatchObject({ mailingId: id, startNow: 3 });
    const inPlaceOf = run?.at.toISOString() ?? "";
    const startInTab = () => startMailing(id, idle, form({ startId: randomUUID(), inPlaceOf }));
    return { id, listId, startInTab };
  }

  it("sends nothing where that run has closed meanwhile", async () => {
    const { id, startInTab } = await shown();
    await world.turn(2 * DAY_MS);
    await world.settleDown();
    expect(await startInTab()).toMatchObject({ status: "refused", code: "run_gone" });
    await world.settleDown();
    expect(await world.attempts(id)).toMatchObject([{ kind: "scheduled", status: "succeeded" }]);
    expect([...world.provider.received().values()]).toEqual([1, 1, 1]);
  });

  it("makes one attempt in two tabs, while it is open and after it", async () => {
    const { id, startInTab } = await shown();
    const both = await Promise.all([startInTab(), startInTab()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["done", "refused"]);
    await world.settleDown();
    expect(await startInTab()).toMatchObject({ status: "refused", code: "run_gone" });
    await world.turn(2 * DAY_MS);
    await world.settleDown();
    expect(await world.attempts(id)).toMatchObject([{ kind: "manual", status: "succeeded" }]);
    expect([...world.provider.received().values()]).toEqual([1, 1, 1]);
  });

  it.each([
    ["was moved", { startLocal: "2090-01-01T09:00:00" }],
    ["is now the first of many", { period: "daily" as const }],
  ])("is refused where that run %s", async (_how, change) => {
    const { id, listId, startInTab } = await shown();
    const saved = await world.db.mailing.findUniqueOrThrow({ where: { id } });
    const { name, messageId, startLocal } = saved;
    const input = { name, messageId, startLocal, timeZone: "UTC", period: "once" as const, endAt: null };
    const edited = { ...input, listIds: [listId], recipientIds: [], ...change };
    expect(await editMailing(owner, id, edited, versionOf(saved))).toMatchObject({ ok: true });
    expect(await startInTab()).toMatchObject({ status: "refused", code: "run_gone" });
    expect(await world.attempts(id)).toEqual([]);
  });
});

async function tomorrow(): Promise<string> {
  const [row] = await world.db.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  return new Date(Number(row?.now) + DAY_MS).toISOString().slice(0, 19);
}
