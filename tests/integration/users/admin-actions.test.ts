import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { liftStop, stopMailing } from "@/app/[locale]/(workspace)/admin/mailings/actions";
import { blockUser, giveRole, unblockUser } from "@/app/[locale]/(workspace)/admin/users/actions";
import { currentUser } from "@/lib/auth/session";
import { idle } from "@/lib/actions/state";
import { formOf as form } from "@/tests/support/form";
import { World, type User } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentUser: vi.fn() }));
vi.mock("next/cache", () => ({ refresh: vi.fn(), updateTag: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));
vi.mock("next/headers", () => ({ headers: async () => new Headers({ "next-action": "as by script" }) }));
vi.mock("@/lib/i18n/navigation", () => ({ redirect: vi.fn() }));

let world: World;
let owner: User;
let mailingId: string;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  mailingId = (await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" })).id;
});
afterAll(() => world.close());
beforeEach(async () => {
  await signedInAs("admin");
});

async function signedInAs(role: "user" | "manager" | "content_manager" | "admin"): Promise<void> {
  const user = await world.user(role);
  const facts = { name: "Vera", email: "vera@people.test", language: "en", timeZone: "UTC", avatarId: null };
  vi.mocked(currentUser).mockResolvedValue({ ...user, ...facts });
}

function facts() {
  return world.db.user.findUniqueOrThrow({
    where: { id: owner.id },
    select: { role: true, blockedAt: true, mailings: { select: { stoppedAt: true } } },
  });
}

const untouched = { role: "user", blockedAt: null, mailings: [{ stoppedAt: null }] };

it("a visitor may do nothing, and is told that they are signed out", async () => {
  vi.mocked(currentUser).mockResolvedValue(null);
  expect(await blockUser(owner.id, idle, form({ reason: "Spam" }))).toMatchObject({ code: "signed_out" });
  expect(await giveRole(owner.id, idle, form({ role: "manager" }))).toMatchObject({ code: "signed_out" });
  expect(await stopMailing(mailingId, idle, form({ reason: "Spam" }))).toMatchObject({ code: "signed_out" });
  expect(await facts()).toEqual(untouched);
});

it.each(["user", "content_manager"] as const)("for %s nobody and no mailing is there", async (role) => {
  await signedInAs(role);
  expect(await blockUser(owner.id, idle, form({ reason: "Spam" }))).toMatchObject({ code: "not_found" });
  expect(await giveRole(owner.id, idle, form({ role: "manager" }))).toMatchObject({ code: "not_found" });
  expect(await stopMailing(mailingId, idle, form({ reason: "Spam" }))).toMatchObject({ code: "not_found" });
  expect(await facts()).toEqual(untouched);
});

it.each(["nonsense", "", "' OR true --"])(
  "an id that was tampered with (%j) is nobody and no mailing",
  async (id) => {
    expect(await blockUser(id, idle, form({ reason: "Spam" }))).toMatchObject({ code: "not_found" });
    expect(await giveRole(id, idle, form({ role: "manager" }))).toMatchObject({ code: "not_found" });
    expect(await stopMailing(id, idle, form({ reason: "Spam" }))).toMatchObject({ code: "not_found" });
  },
);

it("an id of nobody is not found, and a role that is none is no role", async () => {
  expect(await blockUser(randomUUID(), idle, form({ reason: "Spam" }))).toMatchObject({ code: "not_found" });
  expect(await stopMailing(randomUUID(), idle, form({ reason: "Spam" }))).toMatchObject({
    code: "not_found",
  });
  expect(await giveRole(owner.id, idle, form({ role: "emperor" }))).toMatchObject({ code: "unknown_role" });
  expect(await blockUser(owner.id, idle, form({ reason: "x".repeat(6_000) }))).toMatchObject({
    code: "invalid",
  });
  expect(await blockUser(owner.id, idle, form({ reason: "a\0b" }))).toMatchObject({ code: "invalid" });
  expect(await stopMailing(mailingId, idle, form({ reason: "a\0b" }))).toMatchObject({ code: "invalid" });
});

it("each action does what it says, and a second time says that it is done", async () => {
  expect(await stopMailing(mailingId, idle, form({ reason: "Spam" }))).toMatchObject({ status: "done" });
  expect(await blockUser(owner.id, idle, form({ reason: "Spam" }))).toMatchObject({ status: "done" });
  expect(await facts()).toMatchObject({
    blockedAt: expect.any(Date),
    mailings: [{ stoppedAt: expect.any(Date) }],
  });
  expect(await stopMailing(mailingId, idle, form({ reason: "Spam" }))).toMatchObject({
    code: "already_stopped",
  });
  expect(await blockUser(owner.id, idle, form({ reason: "Spam" }))).toMatchObject({
    code: "already_blocked",
  });
  expect(await liftStop(mailingId, idle, form({ reason: "Fine" }))).toMatchObject({ status: "done" });
  expect(await unblockUser(owner.id, idle, form({ reason: "Fine" }))).toMatchObject({ status: "done" });
  expect(await facts()).toEqual(untouched);
  expect(await giveRole(owner.id, idle, form({ role: "manager" }))).toMatchObject({ status: "done" });
  expect(await giveRole(owner.id, idle, form({ role: "manager" }))).toMatchObject({ code: "same_role" });
});
