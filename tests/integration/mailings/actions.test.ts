import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { pauseMailing, startMailing } from "@/app/[locale]/(workspace)/mailings/[id]/actions";
import { currentPerson } from "@/lib/auth/session";
import { idle } from "@/lib/actions/state";
import { formOf as form } from "@/tests/support/form";
import { World, type Person } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentPerson: vi.fn() }));
vi.mock("next/cache", () => ({ refresh: vi.fn(), updateTag: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));
vi.mock("@/lib/i18n/navigation", () => ({ redirect: vi.fn() }));

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await World.create();
  owner = await world.person();
  const person = {
    ...owner,
    name: "Vera",
    email: "vera@people.test",
    language: "en",
    timeZone: "UTC",
    avatarId: null,
  };
  vi.mocked(currentPerson).mockResolvedValue(person);
});
afterAll(() => world.close());

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
