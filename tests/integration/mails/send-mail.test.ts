import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { sendAccountMail } from "@/lib/mails/account-mails";
import { sendMail } from "@/lib/mails/send-mail";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { World } from "@/tests/support/world";

let world: World;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
afterEach(() => world.forget());
afterAll(() => world.close());

const mail = { kind: "reset", to: "vera@people.test", language: "en", token: "t".repeat(43) } as const;

it("a mail of the application is the same letter in both parts, from the installation's sender, with its link", async () => {
  expect(await sendAccountMail(mail)).toBe(true);
  const [sent] = world.provider.mails;
  const link = `http://posthorn.test/reset-password?token=${mail.token}`;
  expect(sent).toMatchObject({ to: [mail.to], from: "Posthorn <mail@posthorn.test>" });
  expect(sent?.subject).toBe("Set a new password");
  expect(sent?.text).toContain(`\n\n${link}\n\n`);
  expect(sent?.html).toContain(`href="${link}"`);
  expect(sent?.html).toMatch(/<html[^>]* lang="en"/);
});

it.each([
  ["lost", { kind: "reset_after" }],
  ["cut off", { kind: "cut_after" }],
  ["too many requests", { kind: "rate_limited", retryAfter: 1 }],
] as const)(
  "an answer that is %s is followed by the same request, and one mail arrives",
  async (_, fault) => {
    world.provider.script(fault);
    expect(await sendAccountMail(mail)).toBe(true);
    const { requests, mails } = world.provider;
    expect(mails).toHaveLength(1);
    expect(requests).toHaveLength(2);
    expect(new Set(requests.map(({ key, bodyHash }) => `${key ?? ""} ${bodyHash}`)).size).toBe(1);
  },
);

it("what the provider refuses for good is asked once, told and logged once without the address", async () => {
  const logged = vi.spyOn(applicationEngine(), "report");
  world.provider.badAddress(mail.to, "Nobody here called vera@people.test.");
  expect(await sendAccountMail(mail)).toBe(false);
  expect(world.provider.requests).toHaveLength(1);
  expect(logged).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(logged.mock.calls)).not.toContain("vera");
  logged.mockRestore();
});

it("a provider that never answers is given up after some tries", async () => {
  world.provider.when(() => ({ kind: "reset_before" }));
  expect(await sendAccountMail(mail)).toBe(false);
  expect(world.provider.requests).toHaveLength(5);
});

it("a provider that hangs is given up when the patience for all tries together is over", async () => {
  world.provider.when(() => ({ kind: "hang" }));
  const letter = { kind: "reset", to: mail.to, subject: "S", html: "<p>H</p>", text: "T" };
  expect(await sendMail(letter, 3_000)).toBe(false);
  expect(world.provider.requests).toHaveLength(1);
});

it("a mailing that is sending, and one that the provider holds off, keep no mail of the application waiting", async () => {
  const owner = await world.user();
  const { id } = await world.mailing({ owner, recipients: 1_500 });
  const engine = world.engine({ requestsPerSecond: 5 });
  Object.assign(globalThis, { posthornEngine: engine });
  const sending = world.tick(engine);
  await vi.waitUntil(() => world.provider.mails.length > 0, { timeout: 20_000 });
  expect(await sendAccountMail(mail)).toBe(true);
  expect((await world.deliveriesByStatus(id)).pending).toBeGreaterThan(0);
  await sending;
  engine.rate.holdOff(3_600_000);
  expect(await sendAccountMail(mail)).toBe(true);
  expect(world.provider.received().get(mail.to)).toBe(2);
  expect(await world.db.delivery.count({ where: { address: mail.to } })).toBe(0);
});
