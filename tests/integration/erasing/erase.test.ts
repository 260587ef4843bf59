import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as oneClick } from "@/app/api/unsubscribe/[token]/route";
import { recordAudit } from "@/lib/audit/record";
import { eraseAddress, eraseRecipient } from "@/lib/erasing/commands";
import { openErasure } from "@/lib/erasing/erase";
import { maintainErasings } from "@/lib/erasing/maintain";
import { openErasings } from "@/lib/erasing/queries";
import { createRecipient } from "@/lib/recipients/commands";
import { importRecipients } from "@/lib/recipients/import";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { previewPaste, savePaste } from "@/lib/recipients/paste-commands";
import { reportLine } from "@/lib/recipients/report-line";
import { recordProviderEvent, providerEvent } from "@/lib/sending/provider-events";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { suppressByHand } from "@/lib/suppressions/manual";
import { readUnsubscribe } from "@/lib/suppressions/queries";
import { placesOf } from "@/tests/integration/erasing/everything-stored";
import { TIME_TO_PLAN, UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

let world: World;
let owner: User;
let email: string;
let name: string;
let city: string;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
  const tag = randomUUID().slice(0, 8);
  [email, name, city] = [`veronika.${tag}@mail.test`, `Veronika ${tag}`, `City ${tag}`];
});

const recipientOf = (who: User, address = email) =>
  world.db.recipient.findFirstOrThrow({ where: { ownerId: who.id, email: address } });

/** A mailing to three people of whom the first is the person. */
async function mailing(who = owner) {
  const made = await world.mailing({
    owner: who,
    recipients: 3,
    message: { html: "<p>{{name}} of {{city|here}}</p>", text: "{{name}} of {{city|here}}" },
  });
  const [first = ""] = made.addresses;
  const there = await world.db.recipient.findFirst({ where: { ownerId: who.id, email } });
  if (there === null)
    await world.db.recipient.updateMany({
      where: { ownerId: who.id, email: first },
      data: { email, name, comment: `${name} rang`, fields: { city } },
    });
  else {
    await world.db.recipient.deleteMany({ where: { ownerId: who.id, email: first } });
    await world.db.listMember.create({ data: { listId: made.listId, recipientId: there.id } });
  }
  return made;
}

async function deliveryOf(mailingId: string, where = {}) {
  return world.db.delivery.findFirstOrThrow({
    where: { attemptId: (await world.attempts(mailingId))[0]?.id, ...where },
    orderBy: { address: "asc" },
  });
}

function event(type: string, deliveryId: string, providerId: string | null, said: string) {
  return providerEvent.parse({
    type,
    created_at: new Date().toISOString(),
    data: {
      email_id: providerId,
      tags: { delivery: deliveryId },
      bounce: { type: "Permanent", message: said },
    },
  });
}

const record = (type: string, delivery: { id: string; providerId: string | null }) =>
  recordProviderEvent(
    world.db,
    randomUUID(),
    event(type, delivery.id, delivery.providerId, `<${email}> is full`),
  );

async function imported(text: string) {
  const outcomes: RowOutcome[] = [];
  const result = await importRecipients(world.db, {
    ownerId: owner.id,
    listId: null,
    source: () => Readable.from([Buffer.from(text)]),
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { summary: result.summary, report: outcomes.map(reportLine).join("") };
}

const input = (again?: "on") => ({ email, name, comment: "", fields: [], lists: [], again });

async function erase(who = owner) {
  const result = await eraseRecipient(who, (await recipientOf(who)).id);
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

/** What an erasing says that takes place when a batch is at this step. */
async function erasedAt(step: string) {
  let erased: ReturnType<typeof erase> | undefined;
  const reached = async (at: string) => {
    if (at === step) await (erased ??= erase());
  };
  await world.tick(world.engine({ reached }));
  return erased;
}

/** Nothing of what happens later may bring any of it back. */
async function expectGone(words = [email, name, city]) {
  expect(await placesOf(world.db, words)).toEqual([]);
  expect(await world.verify()).toEqual([]);
}

describe("erasing a person", () => {
  it("leaves neither address nor name anywhere, whatever has happened, and the ledger adds up", async () => {
    const bounced = await mailing();
    await world.settleDown();
    await record("email.bounced", await deliveryOf(bounced.id, { address: email }));
    const skipped = await mailing();
    await world.settleDown();
    await world.db.suppression.updateMany({
      where: { ownerId: owner.id, email },
      data: { liftedAt: new Date(), liftReason: `${email} asked`, liftedById: owner.id },
    });
    const refused = await mailing();
    world.provider.badAddress(email, `Invalid \`to\` field: ${email.toUpperCase()}.`);
    await world.settleDown();
    expect((await world.attempts(refused.id))[0]?.answer).toContain(email.toUpperCase());
    await world.db.$transaction((tx) =>
      recordAudit(tx, {
        ...{ actorId: owner.id, action: "mailing_stopped", targetType: "mailing", targetId: refused.id },
        ...{ targetName: "News", reason: `A complaint of ${email}.` },
      }),
    );
    const pending = await mailing();
    await world.tick(world.engine(), TIME_TO_PLAN);
    await imported(`email,name\n${email},${name}\n`);
    expect(await placesOf(world.db, [email])).toEqual(
      expect.arrayContaining([
        "audit_events.reason",
        "batches.answer",
        "provider_events.detail",
        "suppressions.email",
      ]),
    );

    expect(await erase()).toEqual({ completed: true });

    await expectGone();
    expect(await world.deliveriesByStatus(skipped.id)).toEqual({ skipped: 1, accepted: 2 });
    expect(await world.deliveriesByStatus(refused.id)).toEqual({ rejected: 1, accepted: 2 });
    expect(
      await world.db.delivery.findFirst({
        where: { address: { startsWith: "erased-" }, status: "accepted" },
      }),
    ).toMatchObject({
      name: "",
      fields: {},
      fate: "bounced",
      fateDetail: null,
      providerId: expect.any(String) as string,
    });
    expect((await world.attempts(refused.id))[0]?.answer).toContain("Invalid `to` field: [erased].");
    await world.settleDown();
    expect(await world.deliveriesByStatus(pending.id)).toEqual({ skipped: 1, accepted: 2 });
    await expectGone();
  });

  it("takes the person out of a batch that somebody has rendered and not yet requested", async () => {
    const { id } = await mailing();
    expect(await erasedAt("frozen")).toEqual({ completed: true });
    await world.settleDown();
    expect(await world.deliveriesByStatus(id)).toEqual({ skipped: 1, accepted: 2 });
    expect(world.provider.mails.flatMap(({ to }) => to)).not.toContain(email);
    await expectGone();
  });

  it("leaves a request that is on its way, and completes when its answer has come", async () => {
    const { id } = await mailing();
    expect(await erasedAt("marked")).toEqual({ completed: false });
    await world.settleDown();
    await maintainErasings(vi.fn());
    expect(await world.deliveriesByStatus(id)).toEqual({ accepted: 3 });
    await expectGone();
  });

  it("waits for an email of unknown outcome, says until when, and completes once its batch closes", async () => {
    const { id } = await mailing();
    world.provider.script({ kind: "reset_before" });
    await world.tick();
    expect(await erase()).toEqual({ completed: false });
    expect(await placesOf(world.db, [email, name])).toEqual(["batches.body"]);
    // By the next tick, and not before.
    const open = await openErasings(owner);
    expect(open).toMatchObject({ emails: 1 });
    expect(Math.abs((open?.until?.getTime() ?? 0) - Date.now() - KEY_LIFETIME)).toBeLessThan(60_000);
    const report = vi.fn();
    await maintainErasings(report);
    expect(await placesOf(world.db, [email])).toEqual(["batches.body"]);
    await world.settleDown();
    await maintainErasings(report);
    await expectGone();
    expect(await openErasings(owner)).toBeNull();
    expect(await world.deliveriesByStatus(id)).toEqual({ accepted: 3 });
    expect(report).not.toHaveBeenCalled();
  });

  it("skips the person where a request of unknown outcome turns out to have been refused", async () => {
    const { id } = await mailing();
    world.provider.script({ kind: "reset_before" });
    world.provider.badAddress(email, `Invalid to: ${email}`);
    await world.tick();
    expect(await erase()).toEqual({ completed: false });
    await world.settleDown();
    expect(await placesOf(world.db, [email])).toContain("batches.answer");
    await maintainErasings(vi.fn());
    await expectGone();
    expect(await world.deliveriesByStatus(id)).toEqual({ skipped: 1, accepted: 2 });
  });

  it("goes on where a process died in the middle of it", async () => {
    await mailing();
    await world.settleDown();
    await world.db.$transaction((tx) => openErasure(tx, owner.id, email));
    await maintainErasings(vi.fn());
    await expectGone();
  });

  it("takes addresses that the recipient had before, and leaves another owner's same address untouched", async () => {
    const other = await world.user();
    const theirs = await mailing(other);
    await mailing();
    await world.settleDown();
    const former = `former.${email}`;
    const { id } = await recipientOf(owner);
    await world.db.$executeRaw`
      UPDATE deliveries SET address = ${former} WHERE recipient_id = ${id}::uuid`;
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: former, reason: "bounced", note: `${former} → ${email}` },
    });
    // What it said before is stored too.
    await world.db.suppression.updateMany({ where: { email: former }, data: { reason: "unsubscribed" } });
    expect(await placesOf(world.db, [former])).toContain("earlier_suppressions.email");
    await world.db.suppression.create({
      data: { ownerId: other.id, email, reason: "manual", note: "theirs" },
    });
    await erase();
    expect(await placesOf(world.db, [former])).toEqual([]);
    expect((await imported(`email\n${former}\n`)).summary).toMatchObject({ erased: 1, added: 0 });
    expect(await recipientOf(other)).toMatchObject({ name });
    expect(await deliveryOf(theirs.id, { address: email })).toMatchObject({ name });
    expect(await world.db.suppression.findMany({ where: { email } })).toMatchObject([{ note: "theirs" }]);
  });
});

describe("an erased address", () => {
  beforeEach(async () => {
    await mailing();
    await world.settleDown();
    await erase();
  });

  it("stays out of an import, whatever the file says of it, and the report says why", async () => {
    const { summary, report } = await imported(`email,name\n${email},${name}\nolga@mail.test,Olga\n`);
    expect(summary).toMatchObject({ rows: 2, added: 1, erased: 1 });
    expect(report).toContain(`2,erased,data erased; add by hand who agreed again,${email}\n`);
    expect((await imported(`email,status\n${email},unsubscribed\n`)).summary).toMatchObject({
      erased: 1,
      suppressed: 0,
    });
    await expectGone();
  });

  it("stays out of a paste and of suppressions by hand", async () => {
    expect(await previewPaste(owner, `${name} <${email}>`)).toMatchObject({
      value: { people: 0, erased: 1 },
    });
    const saved = await savePaste(owner, {
      text: `${name} <${email}>`,
      list: "",
      newList: "",
      consent: "on",
    });
    expect(saved).toMatchObject({ value: { added: 0, erased: 1 } });
    const note = "";
    expect(await suppressByHand(owner, { emails: [email], note })).toMatchObject({
      value: { added: 0, erased: 1 },
    });
    await expectGone();
  });

  it("comes in again by the form alone, and only where somebody says that they agreed again", async () => {
    expect(await createRecipient(owner, input())).toMatchObject({ faults: { email: "address_erased" } });
    await expectGone();
    expect(await createRecipient(owner, input("on"))).toMatchObject({ ok: true });
    expect((await imported(`email,name\n${email},${name}\n`)).summary).toMatchObject({
      unchanged: 1,
      erased: 0,
    });
    const next = await mailing();
    await world.settleDown();
    expect(await world.deliveriesByStatus(next.id)).toEqual({ accepted: 3 });
  });

  it("is not brought back by late events and by unsubscribe links, which show a plain page", async () => {
    const delivery = await world.db.delivery.findFirstOrThrow({
      where: { address: { startsWith: "erased-" } },
    });
    await record("email.bounced", delivery);
    await record("email.complained", delivery);
    await expectGone();
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
    const token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
    expect(await readUnsubscribe(token)).toMatchObject({ erased: true });
    const request = new Request(`http://posthorn.test/api/unsubscribe/${token}`, { method: "POST" });
    expect((await oneClick(request, { params: Promise.resolve({ token }) })).status).toBe(200);
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
  });

  it("need not have been a recipient", async () => {
    email = `unheard.${email}`;
    expect(await eraseAddress(owner, email)).toMatchObject({ value: { completed: true } });
    expect((await imported(`email\n${email}\n`)).summary).toMatchObject({ erased: 1 });
  });
});
