import { randomUUID } from "node:crypto";
import { revalidateTag } from "next/cache";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET, POST } from "@/app/api/unsubscribe/[token]/route";
import { forgetEnv } from "@/lib/env";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { START } from "@/lib/paging/address";
import { readUnsubscribe, suppressionsPage } from "@/lib/suppressions/queries";
import { UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

let world: World;
let owner: User;
let token: string;
let email: string;

beforeAll(async () => {
  world = await World.create();
  process.env.TRUSTED_PROXIES = "1";
  forgetEnv();
});
afterAll(async () => {
  delete process.env.TRUSTED_PROXIES;
  forgetEnv();
  await world.close();
});
beforeEach(async () => {
  vi.mocked(revalidateTag).mockClear();
  owner = await world.user();
  const mailing = await world.mailing({ owner, recipients: 1 });
  await world.settleDown();
  email = mailing.addresses[0] ?? "";
  const delivery = await world.db.delivery.findFirstOrThrow({ where: { address: email } });
  token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
});

const request = (method: string) =>
  new Request(`http://posthorn.test/api/unsubscribe/${token}`, {
    method,
    headers: { "X-Forwarded-For": "203.0.113.7" },
  });
const click = (of = token) => POST(request("POST"), { params: Promise.resolve({ token: of }) });
const forged = () => unsubscribeToken(randomUUID(), "a secret of somebody else");
const suppressions = () =>
  world.db.suppression.findMany({ where: { email }, select: { ownerId: true, reason: true, note: true } });

describe("one click in a mail program", () => {
  it("is obeyed however many links that nobody signed came from the same address before", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 80 }, async () => (await click(forged())).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(60);
    for (let again = 0; again < 70; again += 1) expect((await click()).status).toBe(200);
    expect(await suppressions()).toEqual([{ ownerId: owner.id, reason: "unsubscribed", note: "" }]);
  });

  it("is told in the list of suppressions with the run whose email it was, to nobody but its owner", async () => {
    await click();
    const page = (user: User) =>
      suppressionsPage(user, { search: email, reason: "", state: "", place: START });
    const [row] = (await page(owner))?.rows ?? [];
    const attempt = await world.db.attempt.findFirstOrThrow({ where: { ownerId: owner.id } });
    expect(row?.cause).toMatchObject({ attemptId: attempt.id });
    // As after a hand-over of one of the two.
    await world.db.attempt.update({ where: { id: attempt.id }, data: { ownerId: (await world.user()).id } });
    expect((await page(owner))?.rows[0]?.cause).toBeNull();
  });

  it("refreshes what is cached of the owner, and tells the mail program nothing of them", async () => {
    const answer = await click();
    expect(revalidateTag).toHaveBeenCalledWith(`recipients:${owner.id}`, { expire: 0 });
    expect(await answer.text()).not.toContain(owner.id);
  });

  it.each(["bounced", "manual"] as const)("stands over an address that was %s before", async (reason) => {
    await world.db.suppression.create({ data: { ownerId: owner.id, email, reason, note: "kept" } });
    expect(await readUnsubscribe(token)).toMatchObject({ email, already: false });
    await click();
    expect(await suppressions()).toEqual([{ ownerId: owner.id, reason: "unsubscribed", note: "" }]);
    expect(await world.db.earlierSuppression.findMany({ where: { email } })).toMatchObject([
      { ownerId: owner.id, reason, note: "kept" },
    ]);
    expect(await readUnsubscribe(token)).toMatchObject({ email, already: true });
  });

  it("takes nothing from a complaint", async () => {
    await world.db.suppression.create({ data: { ownerId: owner.id, email, reason: "complained" } });
    expect(await readUnsubscribe(token)).toMatchObject({ already: true });
    expect((await click()).status).toBe(200);
    expect(await suppressions()).toEqual([{ ownerId: owner.id, reason: "complained", note: "" }]);
  });
});

it("a link in an email to somebody's address of before unsubscribes the one they have today, and nobody else's", async () => {
  const { id } = await world.db.recipient.findFirstOrThrow({ where: { email } });
  const today = `today-${email}`;
  await world.db.recipient.update({ where: { id }, data: { email: today } });
  await click();
  await click();
  expect(await suppressions()).toEqual([{ ownerId: owner.id, reason: "unsubscribed", note: "" }]);
  expect(await world.db.suppression.findMany({ where: { email: today } })).toMatchObject([
    { ownerId: owner.id, reason: "unsubscribed", note: `${email} → ${today}` },
  ]);
});

describe("the page of a link asks again, and the click suppresses the address of today, where that one still receives since", () => {
  let today: string;
  const moved = async () => {
    today = `today-${email}`;
    await world.db.recipient.updateMany({ where: { email }, data: { email: today } });
  };
  const unsubscribed = (address: string) =>
    world.db.suppression.create({
      data: { ownerId: owner.id, email: address, reason: "unsubscribed" },
    });
  const cases: Record<string, () => Promise<unknown>> = {
    "the server ended between the two": async () => {
      await moved();
      await unsubscribed(email);
    },
    "the address had changed without its suppression": async () => {
      await unsubscribed(email);
      await moved();
    },
    "the owner has lifted it": async () => {
      await moved();
      await click();
      const where = { email: today };
      const lifted = { liftedAt: new Date(), liftedById: owner.id, liftReason: "They wrote to us" };
      expect(await world.db.suppression.updateMany({ where, data: lifted })).toEqual({ count: 1 });
    },
  };

  it.each(Object.keys(cases))("%s", async (name) => {
    await cases[name]?.();
    expect(await readUnsubscribe(token)).toMatchObject({ email, already: false });
    expect((await click()).status).toBe(200);
    expect(await world.db.suppression.count({ where: { email: today, liftedAt: null } })).toBe(1);
    expect(await readUnsubscribe(token)).toMatchObject({ email, already: true });
  });
});

it("a browser that opens the one-click address is led to the page that asks, and nothing has changed", async () => {
  const answer = await GET(request("GET"), { params: Promise.resolve({ token }) });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`/unsubscribe/${token}`);
  expect(await suppressions()).toEqual([]);
});
