import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { retryRejected } from "@/lib/attempts/retry";
import { finishMailing, pauseMailing, resumeMailing, stopMailing } from "@/lib/mailings/commands";
import { removeMailing } from "@/lib/mailings/remove";
import { addToList, createRecipient, deleteRecipients, updateRecipient } from "@/lib/recipients/commands";
import { HOUR } from "@/lib/sending/settings";
import { suppressByHand } from "@/lib/suppressions/manual";
import { explainMailing } from "@/lib/timeline/why-not-facts";
import { blockUser } from "@/lib/users/block";
import { World, type MailingOptions, type PlannedMailing, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;
let owner: User;
let watcher: User;

beforeAll(async () => {
  world = await World.create();
  watcher = await world.user("manager");
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
});

async function granted<T extends { ok: boolean }>(result: Promise<T>): Promise<T & { ok: true }> {
  const given = await result;
  expect(given).toMatchObject({ ok: true });
  return given as T & { ok: true };
}

type Mailing = PlannedMailing & {
  /** Of the recipient whom the plan comes to last, one by one. */
  last: { id: string; email: string };
};

async function mailingTo(recipients: number, options: Partial<MailingOptions> = {}): Promise<Mailing> {
  const mailing = await world.mailing({ owner, recipients, ...options });
  const last = await world.db.recipient.findFirst({
    where: { ownerId: owner.id },
    orderBy: { id: "desc" },
    select: { id: true, email: true },
  });
  return { ...mailing, last: last ?? { id: "", email: "nobody@b.test" } };
}

async function added(email: string, lists: string[] = []): Promise<string> {
  const input = { email, name: "", comment: "", fields: [], lists };
  return (await granted(createRecipient(owner, input))).value.id;
}

/** Plans one recipient of a mailing and does something before the next. */
async function afterOne(meanwhile: () => Promise<unknown>): Promise<void> {
  let done = false;
  const engine = world.engine({
    settings: { chunk: 1 },
    reached: async (step) => {
      if (step !== "chunk_planned" || done) return;
      done = true;
      await meanwhile();
    },
  });
  await world.tick(engine);
}

async function inHours(hours: number): Promise<Date> {
  const [row] = await world.db.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  return new Date((row?.now.getTime() ?? 0) + hours * HOUR);
}

const local = (at: Date) => at.toISOString().slice(0, 19);

/** What the page says of the latest run, and of the mailing. */
async function reasonOf(mailing: Mailing, email = mailing.last.email, actor = owner) {
  const explained = await explainMailing(actor, mailing.id, email);
  return { ...explained, why: explained?.runs[0]?.why };
}

interface Way {
  what: string;
  /** Provokes it; returns the mailing, and the address to ask for where it is not the last recipient's. */
  provoke: () => Promise<{ mailing: Mailing; email?: string }>;
  expected: object;
}

const ways: Way[] = [
  {
    what: "the address was suppressed then",
    provoke: async () => {
      const mailing = await mailingTo(2);
      await granted(suppressByHand(owner, { emails: [mailing.last.email], note: "" }));
      await world.settleDown();
      return { mailing };
    },
    expected: {
      suppressed: "manual",
      why: { code: "delivery", delivery: { status: "skipped", reason: "manual" } },
    },
  },
  {
    what: "they were deleted before it went out",
    provoke: async () => {
      const mailing = await mailingTo(1);
      const engine = world.engine({
        reached: async (step) => {
          if (step === "claimed") await deleteRecipients(owner, { ids: [mailing.last.id] });
        },
      });
      await world.settleDown(5, engine);
      return { mailing };
    },
    expected: {
      recipientId: null,
      why: { code: "delivery", delivery: { status: "skipped", reason: "recipient_deleted" } },
    },
  },
  {
    what: "the server refused it",
    provoke: async () => {
      const mailing = await mailingTo(1);
      world.provider.badAddress(mailing.last.email, "Invalid `to` field");
      await world.settleDown();
      return { mailing };
    },
    expected: { why: { code: "delivery", delivery: { status: "rejected", answer: expect.any(String) } } },
  },
  {
    what: "they were added later",
    provoke: async () => {
      const mailing = await mailingTo(1);
      await world.settleDown();
      await added("new@b.test", [mailing.listId]);
      return { mailing, email: "new@b.test" };
    },
    expected: { why: { code: "added_later", at: expect.any(Date) } },
  },
  {
    what: "they came into the list later",
    provoke: async () => {
      const mailing = await mailingTo(1);
      const id = await added("late@b.test");
      await world.settleDown();
      await granted(addToList(owner, { list: mailing.listId, newList: "" }, { ids: [id] }));
      return { mailing, email: "late@b.test" };
    },
    expected: { why: { code: "joined_later", list: expect.stringMatching(/^List /), at: expect.any(Date) } },
  },
  {
    what: "they were not in its audience",
    provoke: async () => {
      const mailing = await mailingTo(1);
      await added("out@b.test");
      await world.settleDown();
      return { mailing, email: "out@b.test" };
    },
    expected: { why: { code: "not_in_audience", lists: [expect.stringMatching(/^List /)], single: false } },
  },
  {
    what: "the mailing got their list later",
    provoke: async () => {
      const [other, mailing] = [
        await mailingTo(1, { startLocal: "2030-01-01T09:00:00" }),
        await mailingTo(1),
      ];
      await world.settleDown();
      await world.db.mailingList.create({ data: { mailingId: mailing.id, listId: other.listId } });
      return { mailing, email: other.last.email };
    },
    expected: { why: { code: "audience_changed", lists: [expect.stringMatching(/^List /)], single: false } },
  },
  {
    what: "it had nobody",
    provoke: async () => {
      const mailing = await mailingTo(0);
      await added("out@b.test");
      await world.settleDown();
      return { mailing, email: "out@b.test" };
    },
    expected: { why: { code: "nobody" } },
  },
  {
    what: "the address is no recipient",
    provoke: async () => {
      const mailing = await mailingTo(1);
      await world.settleDown();
      return { mailing, email: "stranger@b.test" };
    },
    expected: { recipientId: null, suppressed: null, why: { code: "not_a_recipient" } },
  },
  {
    what: "the address has changed since",
    provoke: async () => {
      const mailing = await mailingTo(1);
      await world.settleDown();
      const { id } = mailing.last;
      const { updatedAt } = await world.db.recipient.findUniqueOrThrow({ where: { id } });
      const input = { email: "moved@b.test", name: "", comment: "", fields: [], lists: [] };
      await granted(updateRecipient(owner, { id, version: updatedAt.getTime() }, input));
      return { mailing, email: "moved@b.test" };
    },
    expected: {
      why: { code: "other_address", delivery: { status: "accepted", address: expect.stringMatching(/^r0/) } },
    },
  },
  {
    what: "it was still being planned",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await expect(afterOne(() => Promise.reject(new Error("the machine died")))).rejects.toThrow("died");
      return { mailing };
    },
    expected: { why: { code: "still_planning" } },
  },
  {
    what: "its owner paused it while it was planned",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(() => granted(pauseMailing(owner, mailing.id)));
      return { mailing };
    },
    expected: { mailing: { holds: ["paused"], pausedAt: expect.any(Date) }, why: { code: "held" } },
  },
  {
    what: "a manager stopped it",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(() => granted(stopMailing(watcher, { mailingId: mailing.id, reason: "Complaints" })));
      return { mailing };
    },
    expected: {
      mailing: { holds: ["stopped"], stop: { by: "Vera Owner", reason: "Complaints" } },
      why: { code: "held" },
    },
  },
  {
    what: "its owner was blocked",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(() => granted(blockUser(watcher, { userId: owner.id, reason: "Spam" })));
      return { mailing };
    },
    expected: {
      mailing: { holds: ["owner_blocked"], owner: { blockedReason: "Spam" } },
      why: { code: "held" },
    },
  },
  {
    what: "the protection of the sender held it",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(
        () =>
          world.db
            .$executeRaw`UPDATE mailings SET protected_at = engine_now(), protected_code = 'all_refused' WHERE id = ${mailing.id}::uuid`,
      );
      return { mailing };
    },
    expected: {
      mailing: { holds: ["protected"], protection: { code: "all_refused" } },
      why: { code: "held" },
    },
  },
  {
    what: "it was planned, and waits because the mailing is held",
    provoke: async () => {
      const mailing = await mailingTo(1);
      const engine = world.engine({
        reached: async (step) => {
          if (step === "claimed") await granted(pauseMailing(owner, mailing.id));
        },
      });
      await world.tick(engine);
      return { mailing };
    },
    expected: { why: { code: "delivery", delivery: { status: "pending" }, held: true } },
  },
  {
    what: "its time passed unserved",
    provoke: async () => {
      const mailing = await mailingTo(1, { startLocal: local(await inHours(1)), endAt: await inHours(3) });
      await world.turn(24 * HOUR);
      await world.tick();
      return { mailing };
    },
    expected: { why: { code: "missed" } },
  },
  {
    what: "it was finished by hand before it came to them",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(() => granted(finishMailing(owner, mailing.id)));
      return { mailing };
    },
    expected: { why: { code: "closed_early", closing: "finished" } },
  },
  {
    what: "the mailing was deleted before it came to them",
    provoke: async () => {
      const mailing = await mailingTo(3);
      await afterOne(() => granted(removeMailing(owner, mailing.id)));
      return { mailing };
    },
    expected: {
      mailing: { archivedAt: expect.any(Date) },
      why: { code: "closed_early", closing: "archived" },
    },
  },
  {
    what: "the mailing reached its end before it came to them",
    provoke: async () => {
      const mailing = await mailingTo(3, { endAt: await inHours(1), startLocal: local(await inHours(-1)) });
      await afterOne(async () => {
        await granted(pauseMailing(owner, mailing.id));
        await world.turn(2 * HOUR);
      });
      await world.settleDown();
      return { mailing };
    },
    expected: { why: { code: "closed_early", closing: "over" } },
  },
  {
    what: "it was finished by hand before their email went out",
    provoke: async () => {
      const mailing = await mailingTo(1);
      const engine = world.engine({
        reached: async (step) => {
          if (step === "claimed") await granted(finishMailing(owner, mailing.id));
        },
      });
      await world.settleDown(5, engine);
      return { mailing };
    },
    expected: { why: { code: "delivery", delivery: { status: "cancelled", reason: "finished" } } },
  },
  {
    what: "it was a retry, and they had theirs",
    provoke: async () => {
      const mailing = await mailingTo(2);
      const [bad] = mailing.addresses.filter((address) => address !== mailing.last.email);
      world.provider.badAddress(bad ?? "");
      await world.settleDown();
      const [attempt] = await world.attempts(mailing.id);
      await granted(retryRejected(owner, { attemptId: attempt?.id ?? "", startId: randomUUID() }));
      await world.settleDown();
      return { mailing };
    },
    expected: { why: { code: "retry", retried: { status: "accepted" } } },
  },
  {
    what: "it has not run yet, and is held",
    provoke: async () => {
      const mailing = await mailingTo(1, { startLocal: "2030-01-01T09:00:00" });
      await granted(pauseMailing(owner, mailing.id));
      await world.tick();
      return { mailing };
    },
    expected: { runs: [], mailing: { holds: ["paused"], nextRunAt: expect.any(Date) } },
  },
];

describe("why a mailing did not reach an address", () => {
  it.each(ways)("is told where $what", async ({ provoke, expected }) => {
    const { mailing, email } = await provoke();
    expect(await reasonOf(mailing, email)).toMatchObject(expected);
  });

  it("is told of each run by itself: of one that a later run replaced, and of that one", async () => {
    const mailing = await mailingTo(3, { period: "daily", startLocal: local(await inHours(-1)) });
    await afterOne(() => granted(pauseMailing(owner, mailing.id)));
    await world.turn(25 * HOUR);
    await granted(resumeMailing(owner, mailing.id));
    await world.settleDown();
    expect((await reasonOf(mailing)).runs).toMatchObject([
      { why: { code: "delivery", delivery: { status: "accepted" } } },
      { why: { code: "closed_early", closing: "superseded" } },
    ]);
  });

  it("is told to its owner and to who watches over everybody's, to nobody else, and by no other owner's recipients", async () => {
    const mailing = await mailingTo(1);
    await world.settleDown();
    const stranger = await world.user();
    await world.db.recipient.create({ data: { ownerId: stranger.id, email: "theirs@b.test" } });
    const { email } = mailing.last;
    expect(await explainMailing(stranger, mailing.id, email)).toBeNull();
    expect(await explainMailing(owner, randomUUID(), email)).toBeNull();
    expect(await explainMailing(owner, "no id", email)).toBeNull();
    const accepted = { why: { code: "delivery", delivery: { status: "accepted" } } };
    for (const actor of [owner, watcher])
      expect(await reasonOf(mailing, email, actor)).toMatchObject(accepted);
    expect(await reasonOf(mailing, "theirs@b.test", watcher)).toMatchObject({ recipientId: null });
  });
});
