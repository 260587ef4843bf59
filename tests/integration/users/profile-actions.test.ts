import { updateTag } from "next/cache";
import { headers } from "next/headers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { saveProfile } from "@/app/[locale]/(workspace)/profile/actions";
import { idle } from "@/lib/actions/state";
import { ASKED_PATH } from "@/lib/auth/asked-path";
import { currentUser } from "@/lib/auth/session";
import { cacheTags } from "@/lib/cache/tags";
import { World, type User } from "@/tests/support/world";

class Redirected extends Error {}

// Sessions and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentUser: vi.fn() }));
vi.mock("@/lib/auth/next-auth", () => ({
  signIn: vi.fn(),
  signOut: vi.fn(),
  SignInRefused: class extends Error {},
}));
vi.mock("@/lib/i18n/navigation", () => ({
  redirect: ({ href, locale }: { href: unknown; locale: string }) => {
    throw new Redirected(`${locale} ${JSON.stringify(href)}`);
  },
  getPathname: ({ href, locale }: { href: string; locale: string }) =>
    locale === "en" ? href : `/${locale}${href}`,
}));
vi.mock("next/cache", () => ({ updateTag: vi.fn(), refresh: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));
vi.mock("next/headers", () => ({ headers: vi.fn() }));

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const typed = { name: "Vera", phone: "", country: "", language: "en", timeZone: "UTC" };

async function signedInAs(user: User): Promise<void> {
  const facts = { name: "Vera", email: "vera@people.test", language: "en", timeZone: "UTC", avatarId: null };
  vi.mocked(currentUser).mockResolvedValue({ ...user, ...facts });
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

function senderOf({ id }: User) {
  return world.db.user.findUniqueOrThrow({ where: { id }, select: { senderName: true, replyTo: true } });
}

it("whose role is not asked for the sender of mailings keeps the one they had as a user", async () => {
  const user = await world.user("manager");
  const sender = { senderName: "Vera's shop", replyTo: "answers@people.test" };
  await world.db.user.update({ where: { id: user.id }, data: sender });
  await signedInAs(user);
  expect(await saveProfile(idle, form(typed))).toMatchObject({ status: "done" });
  expect(await senderOf(user)).toEqual(sender);
  // Emptied by who is asked for it, it is gone.
  await saveProfile(idle, form({ ...typed, senderName: "", replyTo: "" }));
  expect(await senderOf(user)).toEqual({ senderName: null, replyTo: null });
});

it("whose name changes has it changed above their articles at the next request", async () => {
  await signedInAs(await world.user());
  await saveProfile(idle, form({ ...typed, name: "Vera Nova" }));
  expect(updateTag).toHaveBeenCalledWith(cacheTags.posts());
});

it("whose session is over comes back to the profile in the language it was in, where their form had no script", async () => {
  vi.mocked(currentUser).mockResolvedValue(null);
  vi.mocked(headers).mockResolvedValue(new Headers({ [ASKED_PATH]: "/ru/profile" }));
  const saved = saveProfile(idle, form({ ...typed, locale: "ru" }));
  await expect(saved).rejects.toThrow('ru {"pathname":"/login","query":{"next":"/ru/profile"}}');
});

it("whose session is over is told so in place, where what they typed still stands", async () => {
  vi.mocked(currentUser).mockResolvedValue(null);
  vi.mocked(headers).mockResolvedValue(new Headers({ "next-action": "some" }));
  const saved = await saveProfile(idle, form({ ...typed, locale: "ru" }));
  expect(saved).toMatchObject({ status: "refused", code: "signed_out", typed: { name: "Vera" } });
});

it("who is blocked after the session was read changes nothing, and is told so", async () => {
  const user = await world.user();
  await signedInAs(user);
  await world.db.user.update({
    where: { id: user.id },
    data: { name: "Vera", blockedAt: new Date(), blockedReason: "spam" },
  });
  const saved = await saveProfile(idle, form({ ...typed, name: "Vera Nova" }));
  expect(saved).toMatchObject({ status: "refused", code: "forbidden", typed: { name: "Vera Nova" } });
  expect(await world.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ name: "Vera" });
});

it("whose language changes goes on in it", async () => {
  await signedInAs(await world.user());
  const saved = saveProfile(idle, form({ ...typed, language: "ru", locale: "en" }));
  await expect(saved).rejects.toThrow('ru "/profile?saved"');
});
