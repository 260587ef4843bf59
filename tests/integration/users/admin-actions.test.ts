import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { changeStop } from "@/app/[locale]/(workspace)/admin/mailings/actions";
import { changeBlock, giveRole } from "@/app/[locale]/(workspace)/admin/users/actions";
import { currentPerson } from "@/lib/auth/session";
import { World, type Person } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentPerson: vi.fn() }));
vi.mock("next/cache", () => ({ updateTag: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));

let world: World;
let owner: Person;
let mailingId: string;

beforeAll(async () => {
  world = await World.create();
  owner = await world.person();
  mailingId = (await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" })).id;
});
afterAll(() => world.close());
beforeEach(async () => {
  await signedInAs("admin");
});

async function signedInAs(role: "user" | "manager" | "content_manager" | "admin"): Promise<void> {
  const person = await world.person(role);
  const facts = { name: "Vera", email: "vera@people.test", language: "en", timeZone: "UTC", avatarId: null };
  vi.mocked(currentPerson).mockResolvedValue({ ...person, ...facts });
}

function facts() {
  return world.db.user.findUniqueOrThrow({
    where: { id: owner.id },
    select: { role: true, blockedAt: true, mailings: { select: { stoppedAt: true } } },
  });
}

const untouched = { role: "user", blockedAt: null, mailings: [{ stoppedAt: null }] };

it("a visitor may do nothing, and is told that they are signed out", async () => {
  vi.mocked(currentPerson).mockResolvedValue(null);
  expect(await changeBlock(owner.id, "block", "Spam")).toBe("signed_out");
  expect(await giveRole(owner.id, "manager")).toBe("signed_out");
  expect(await changeStop(mailingId, "stop", "Spam")).toBe("signed_out");
  expect(await facts()).toEqual(untouched);
});

it.each(["user", "content_manager"] as const)("for %s nobody and no mailing is there", async (role) => {
  await signedInAs(role);
  expect(await changeBlock(owner.id, "block", "Spam")).toBe("not_found");
  expect(await giveRole(owner.id, "manager")).toBe("not_found");
  expect(await changeStop(mailingId, "stop", "Spam")).toBe("not_found");
  expect(await facts()).toEqual(untouched);
});

it.each(["nonsense", "", "' OR true --"])(
  "an id that was tampered with (%j) is no form of ours",
  async (id) => {
    expect(await changeBlock(id, "block", "Spam")).toBe("invalid");
    expect(await giveRole(id, "manager")).toBe("invalid");
    expect(await changeStop(id, "stop", "Spam")).toBe("invalid");
  },
);

it("an id of nobody is not found, and a role that is none is no role", async () => {
  expect(await changeBlock(randomUUID(), "block", "Spam")).toBe("not_found");
  expect(await changeStop(randomUUID(), "stop", "Spam")).toBe("not_found");
  expect(await giveRole(owner.id, "emperor")).toBe("unknown_role");
  expect(await changeBlock(owner.id, "block", "x".repeat(6_000))).toBe("invalid");
  expect(await changeBlock(owner.id, "block", "a\0b")).toBe("invalid");
  expect(await changeStop(mailingId, "stop", "a\0b")).toBe("invalid");
});

it("each deed does what it says, and a second time says that it is done", async () => {
  expect(await changeStop(mailingId, "stop", "Spam")).toBeNull();
  expect(await changeBlock(owner.id, "block", "Spam")).toBeNull();
  expect(await facts()).toMatchObject({
    blockedAt: expect.any(Date),
    mailings: [{ stoppedAt: expect.any(Date) }],
  });
  expect(await changeStop(mailingId, "stop", "Spam")).toBe("already_stopped");
  expect(await changeBlock(owner.id, "block", "Spam")).toBe("already_blocked");
  expect(await changeStop(mailingId, "lift", "Fine")).toBeNull();
  expect(await changeBlock(owner.id, "unblock", "Fine")).toBeNull();
  expect(await facts()).toEqual(untouched);
  expect(await giveRole(owner.id, "manager")).toBeNull();
  expect(await giveRole(owner.id, "manager")).toBe("same_role");
});
