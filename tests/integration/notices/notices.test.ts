import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { maintainNotices } from "@/lib/notices/maintain";
import { World, type User } from "@/tests/support/world";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let owner: User;
let address: string;
beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  await world.db.notice.deleteMany();
  owner = await world.user();
  const wishes = { notifyTrouble: true, notifySuccess: true };
  address = (await world.db.user.update({ where: { id: owner.id }, data: wishes })).email;
});

/** A round, and the subjects of what it has sent to the owner. */
async function round(): Promise<string[]> {
  const before = world.provider.mails.length;
  await maintainNotices((message, error) => {
    throw new Error(message, { cause: error });
  });
  return world.provider.mails
    .slice(before)
    .filter(({ to }) => String(to) === address)
    .map(({ subject }) => subject);
}

const named = (id: string, name: string) => world.db.mailing.update({ where: { id }, data: { name } });

async function failing(name: string, period: "once" | "daily" = "daily"): Promise<string> {
  const { id, addresses } = await world.mailing({ owner, recipients: 1, period });
  await named(id, name);
  world.provider.badAddress(addresses[0] ?? "", "No such mailbox here.");
  await world.tick();
  return id;
}

describe("an owner is written to", () => {
  it("when a run fails: once, with the provider's answer, in their language", async () => {
    await world.db.user.update({ where: { id: owner.id }, data: { language: "ru" } });
    await failing("Весна");
    expect(await round()).toEqual(["Не отправлена: Весна"]);
    expect(world.provider.mails.at(-1)?.text).toContain("No such mailbox here.");
    expect(await round()).toEqual([]);
  });

  it("when a manager stops a mailing, with who and why", async () => {
    const supervisor = await world.user("manager");
    const { id } = await world.mailing({ owner, recipients: 1 });
    await named(id, "Spring");
    await stopMailing(supervisor, { mailingId: id, reason: "Bought addresses" });
    expect(await round()).toEqual(["Stopped: Spring"]);
    expect(world.provider.mails.at(-1)?.text).toMatch(/Vera Owner stopped it.*Bought addresses/);
  });

  it("when a mailing first succeeds, and not when it does again", async () => {
    const { id } = await world.mailing({ owner, recipients: 2, period: "daily" });
    await named(id, "Daily");
    await world.tick();
    expect(await round()).toEqual(["Sent: Daily"]);
    await world.turn(24 * HOUR);
    await world.tick();
    expect(await round()).toEqual([]);
  });

  it("when bounces hold a mailing, with how many of how many", async () => {
    const { id } = await world.mailing({ owner, recipients: 100, period: "daily" });
    await named(id, "Old list");
    await world.tick();
    await round();
    await world.db.$executeRaw`
      UPDATE deliveries SET fate = 'bounced', fate_at = engine_now()
      WHERE id IN (SELECT d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id WHERE a.mailing_id = ${id}::uuid LIMIT 12)`;
    await world.tick();
    expect(await round()).toEqual(["Paused to protect your sender: Old list"]);
    expect(world.provider.mails.at(-1)?.text).toContain("12 of 100 accepted emails bounced (12%)");
  });

  it("when the provider refuses everybody for more than five minutes: one for all mailings, once it takes emails again", async () => {
    await world.mailing({ owner, recipients: 1 });
    await world.mailing({ owner, recipients: 1 });
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    await world.tick();
    expect(await round()).toEqual([]);
    await world.turn(6 * MINUTE);
    expect(await round()).toEqual([]);
    world.provider.reset();
    await world.turn(11 * MINUTE);
    expect(await round()).toEqual(["Your emails wait for the email provider"]);
  });
});

describe("an owner is not written to", () => {
  it("twice within an hour about the same of one mailing", async () => {
    const id = await failing("Hasty");
    expect(await round()).toEqual(["Failed: Hasty"]);
    await world.db.attempt.updateMany({ where: { mailingId: id }, data: { closedAt: new Date() } });
    expect(await round()).toEqual([]);
    await world.turn(24 * HOUR);
    await world.tick();
    expect(await round()).toEqual(["Failed: Hasty"]);
  });

  it("against the profile's word, about what they paused themselves, or about what others own", async () => {
    await world.db.user.update({
      where: { id: owner.id },
      data: { notifyTrouble: false, notifySuccess: false },
    });
    await failing("Unwanted");
    const { id } = await world.mailing({ owner, recipients: 1 });
    await world.tick();
    await pauseMailing(owner, id);
    expect(await round()).toEqual([]);
    await world.db.user.update({ where: { id: owner.id }, data: { notifyTrouble: true } });
    expect(await round()).toEqual([]);
  });

  it("twice where the answer to the first email was lost, or where two processes look at once", async () => {
    await failing("Lost");
    world.provider.script({ kind: "reset_after" }, { kind: "reset_after" });
    const before = world.provider.mails.length;
    await Promise.all([round(), round()]);
    await world.turn(15 * MINUTE);
    await round();
    expect(world.provider.mails.slice(before).filter(({ to }) => String(to) === address)).toHaveLength(1);
  });
});
