import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readUnsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { unsubscribe } from "@/lib/suppressions/commands";
import { UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

/** Does something once, when the first batch comes by this step; one request at a time. */
function onceAt(wanted: string, happen: () => Promise<void>) {
  let happened = false;
  return world.engine({
    settings: { inFlight: 1 },
    reached: async (step) => {
      if (step !== wanted || happened) return;
      happened = true;
      await happen();
    },
  });
}

async function skipped(): Promise<Record<string, string | null>> {
  const rows = await world.db.delivery.findMany({ where: { status: "skipped" } });
  return Object.fromEntries(rows.map((row) => [row.address, row.reason]));
}

const suppress = (email: string, reason: "unsubscribed" | "bounced" | "complained" | "manual") =>
  world.db.suppression.create({ data: { ownerId: owner.id, email, reason } });

describe("whoever is suppressed", () => {
  it("is planned as skipped, with the reason, and gets nothing", async () => {
    const mailing = await world.mailing({ owner, recipients: 120 });
    const [a = "", b = "", c = "", d = ""] = mailing.addresses;
    await Promise.all([
      suppress(a, "unsubscribed"),
      suppress(b, "bounced"),
      suppress(c, "complained"),
      suppress(d, "manual"),
    ]);
    await world.settleDown();
    expect(await skipped()).toEqual({
      [a]: "unsubscribed",
      [b]: "bounced",
      [c]: "complained",
      [d]: "manual",
    });
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 116, skipped: 4 });
    expect([a, b, c, d].filter((address) => world.provider.received().has(address))).toEqual([]);
    expect(await world.attempts(mailing.id)).toMatchObject([
      { planned: 120, skipped: 4, status: "succeeded" },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("of another owner, or no longer, gets the mail", async () => {
    const mailing = await world.mailing({ owner, recipients: 10 });
    const other = await world.user();
    const [a = "", b = ""] = mailing.addresses;
    await world.db.suppression.create({ data: { ownerId: other.id, email: a, reason: "unsubscribed" } });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: b, reason: "manual", liftedAt: new Date() },
    });
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 10 });
  });

  it("everybody: nothing is requested, and the attempt is cancelled", async () => {
    const mailing = await world.mailing({ owner, recipients: 3 });
    for (const address of mailing.addresses) await suppress(address, "manual");
    await world.settleDown();
    expect(world.provider.requests).toEqual([]);
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "cancelled", planned: 3, skipped: 3 }]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("unsubscribing", () => {
  const tokenOf = (address: string) => {
    const mail = world.provider.mails.find(({ to }) => to.includes(address));
    return /unsubscribe\/([^/>]+)>/.exec(mail?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
  };

  it.each(["chunk_planned", "claimed", "frozen"])("after it was %s is obeyed", async (step) => {
    const first = await world.mailing({ owner, recipients: 100 });
    await world.settleDown();
    const address = first.addresses[42] ?? "";
    const token = tokenOf(address);
    // The same people once more.
    await world.db.mailing.update({
      where: { id: first.id },
      data: { nextRunAt: new Date(), status: "running", startLocal: "2026-01-02T09:00:00" },
    });
    await world.tick(
      onceAt(step, async () => {
        expect((await unsubscribe(token)).ok).toBe(true);
      }),
    );
    expect(world.provider.received().get(address)).toBe(1);
    expect(await skipped()).toEqual({ [address]: "unsubscribed" });
    expect(await world.deliveriesByStatus(first.id)).toEqual({ accepted: 199, skipped: 1 });
    expect(await world.verify()).toEqual([]);
  });

  it("that began before the freeze and was committed after it is obeyed too", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const address = mailing.addresses[42] ?? "";
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let transaction: Promise<unknown> = Promise.resolve();
    let step = "";
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (reached) => {
        if (reached === "claimed" && step === "") {
          step = reached;
          await new Promise<void>((inserted) => {
            transaction = world.db.$transaction(async (tx) => {
              await tx.suppression.create({
                data: { ownerId: owner.id, email: address, reason: "unsubscribed" },
              });
              inserted();
              await held;
            });
          });
        }
        if (reached === "frozen" && step === "claimed") {
          step = reached;
          commit();
          await transaction;
        }
      },
    });
    await world.tick(engine);
    expect(step).toBe("frozen");
    expect(world.provider.received().has(address)).toBe(false);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 99, skipped: 1 });
  });
});

describe("a recipient who is deleted", () => {
  it("after the plan is skipped, and the ledger keeps the address", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const address = mailing.addresses[7] ?? "";
    await world.tick(
      onceAt("claimed", async () => {
        await world.db.recipient.deleteMany({ where: { ownerId: owner.id, email: address } });
      }),
    );
    expect(world.provider.received().has(address)).toBe(false);
    expect(await skipped()).toEqual({ [address]: "recipient_deleted" });
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 99, skipped: 1 });
  });

  it("while it plans is either not planned or skipped, and nobody else is lost", async () => {
    const mailing = await world.mailing({ owner, recipients: 400 });
    const leaving = mailing.addresses.filter((_, n) => n % 4 === 0);
    await world.tick(
      onceAt("chunk_planned", async () => {
        await world.db.recipient.deleteMany({ where: { ownerId: owner.id, email: { in: leaving } } });
      }),
    );
    const received = world.provider.received();
    expect(leaving.filter((address) => received.has(address))).toEqual([]);
    expect(mailing.addresses.filter((address) => received.get(address) === 1)).toHaveLength(300);
    const byStatus = await world.deliveriesByStatus(mailing.id);
    expect(byStatus.accepted).toBe(300);
    expect(byStatus.skipped).toBe(
      Object.values(await skipped()).filter((why) => why === "recipient_deleted").length,
    );
    expect(await world.verify()).toEqual([]);
  });

  it("and comes in again with the same address while it plans gets the mail once", async () => {
    const mailing = await world.mailing({ owner, recipients: 200 });
    await world.tick(
      onceAt("chunk_planned", async () => {
        const [early] = await world.db.delivery.findMany({ take: 1, orderBy: { recipientId: "asc" } });
        if (early === undefined) throw new Error("nothing was planned");
        await world.db.recipient.delete({ where: { id: early.recipientId } });
        const again = await world.db.recipient.create({
          data: { ownerId: owner.id, email: early.address, name: "Back" },
        });
        await world.db.listMember.create({ data: { listId: mailing.listId, recipientId: again.id } });
      }),
    );
    expect([...world.provider.received().values()].filter((count) => count > 1)).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("a recipient chosen more than once", () => {
  it("directly and by several lists gets one mail", async () => {
    const mailing = await world.mailing({ owner, recipients: 50 });
    const people = await world.db.listMember.findMany({ where: { listId: mailing.listId } });
    const second = await world.db.recipientList.create({ data: { ownerId: owner.id, name: "Second" } });
    await world.db.listMember.createMany({
      data: people.map(({ recipientId }) => ({ listId: second.id, recipientId })),
    });
    await world.db.mailingList.create({ data: { mailingId: mailing.id, listId: second.id } });
    await world.db.mailingRecipient.createMany({
      data: people.slice(0, 10).map(({ recipientId }) => ({ mailingId: mailing.id, recipientId })),
    });
    await world.settleDown(5, world.engine({ settings: { chunk: 7 } }));
    expect([...world.provider.received().values()]).toEqual(Array.from({ length: 50 }, () => 1));
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 50 });
  });
});

describe("what a mail says", () => {
  it("is the message as it was when the attempt began, whatever is edited meanwhile", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    await world.tick(
      onceAt("settled", async () => {
        await world.db.message.updateMany({
          data: { subject: "Changed", html: "<p>Changed</p>", text: "Changed" },
        });
        await world.db.user.update({ where: { id: owner.id }, data: { name: "Changed" } });
      }),
    );
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 250 });
    expect(world.provider.mails.filter((mail) => JSON.stringify(mail).includes("Changed"))).toEqual([]);
    await world.db.user.update({ where: { id: owner.id }, data: { name: "Vera Owner" } });
  });

  it("carries sender, reply-to, both parts, footer, tag and one-click unsubscribing", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    await world.tick();
    const delivery = await world.db.delivery.findFirstOrThrow();
    const [mail] = world.provider.mails;
    expect(mail).toMatchObject({
      from: '"Vera Owner" <mail@posthorn.test>',
      to: mailing.addresses,
      subject: "News for Reader 1",
      tags: [{ name: "delivery", value: delivery.id }],
      headers: {
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Unsubscribe": expect.stringMatching(/^<http:\/\/posthorn\.test\/api\/unsubscribe\/[\w-]+>$/),
      },
    });
    for (const part of [mail?.html, mail?.text]) {
      expect(part).toContain("Hello Reader 1");
      expect(part).toContain("1 Post Road");
      const link = /http:\/\/posthorn\.test\/unsubscribe\/([\w-]+)/.exec(part ?? "")?.[1] ?? "";
      expect(readUnsubscribeToken(link, [UNSUBSCRIBE_SECRET])).toBe(delivery.id);
    }
  });

  it("has the reader's values escaped in HTML", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 1,
      message: { html: "<p>{{city}} {{name}}</p>" },
    });
    await world.db.recipient.updateMany({
      where: { email: mailing.addresses[0] },
      data: { name: "<b>Eve</b>", fields: { city: '"><script>alert(1)</script>' } },
    });
    await world.tick();
    expect(world.provider.mails[0]?.html).not.toMatch(/<script|<b>Eve/);
    expect(world.provider.mails[0]?.html).toContain("&#60;b&#62;Eve");
  });

  it("is the same bytes when it is rendered twice, by two machines", async () => {
    await world.mailing({ owner, recipients: 100, message: { html: "<p>{{name}} {{city|x}}</p>" } });
    world.provider.script({ kind: "rate_limited", retryAfter: 0.01 });
    await world.tick();
    await world.turn(5_000);
    await world.tick(world.engine());
    const hashes = world.provider.requests.map((request) => request.bodyHash);
    expect(hashes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(hashes).size).toBe(1);
  });
});
