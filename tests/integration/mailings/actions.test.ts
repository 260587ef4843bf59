import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { changeMailing, startMailing } from "@/app/[locale]/(workspace)/mailings/[id]/actions";
import { currentPerson } from "@/lib/auth/session";
import { World, type Person } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentPerson: vi.fn() }));
vi.mock("next/cache", () => ({ updateTag: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));

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

const before = { refusal: null, keepScheduled: false, started: null };

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

it.each(["nonsense", "", "' OR true --", randomUUID()])(
  "an id that was tampered with (%s) is no mailing",
  async (id) => {
    const start = form({ startId: randomUUID() });
    expect(await startMailing(id, before, start)).toMatchObject({ refusal: "not_found" });
    expect(await changeMailing(id, null, form({ command: "pause" }))).toBe("not_found");
  },
);

it("a start that was refused keeps what was ticked", async () => {
  const { id } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
  expect(await changeMailing(id, null, form({ command: "pause" }))).toBeNull();
  const ticked = form({ startId: randomUUID(), keepScheduled: "on" });
  expect(await startMailing(id, before, ticked)).toEqual({
    refusal: "held",
    keepScheduled: true,
    started: null,
  });
  const plain = form({ startId: randomUUID() });
  expect(await startMailing(id, before, plain)).toMatchObject({ refusal: "held", keepScheduled: false });
});
