import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/webhooks/resend/route";
import { forgetEnv } from "@/lib/env";
import { liftEverywhere } from "@/lib/suppressions/lift";
import { takeOffProvidersList } from "@/lib/sending/resend";
import { World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

const KEY = Buffer.from("webhook-secret-of-the-tests");
const EMAIL = "vera@mail.test";
let world: World;
let owner: User;
let other: User;

beforeAll(async () => {
  world = await World.create();
  process.env.RESEND_WEBHOOK_SECRET = `whsec_${KEY.toString("base64")}`;
  process.env.RESEND_BASE_URL = world.provider.url;
  forgetEnv();
});
afterAll(async () => {
  delete process.env.RESEND_WEBHOOK_SECRET;
  delete process.env.RESEND_BASE_URL;
  forgetEnv();
  await world.close();
});
beforeEach(async () => {
  await world.forget();
  await world.db.suppression.deleteMany();
  [owner, other] = [await world.user(), await world.user()];
});

/** An event of the provider's list, signed. */
async function told(type: string, data: object, id = `msg_${randomUUID()}`): Promise<unknown> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const payload = JSON.stringify({ type, created_at: "2026-11-30T10:00:00.000Z", data });
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${payload}`).digest("base64");
  const headers = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
  const answer = await POST(
    new Request("http://posthorn.test/api/webhooks/resend", { method: "POST", headers, body: payload }),
  );
  return ((await answer.json()) as { result: unknown }).result;
}

const entry = (id: string, origin = "bounce") => ({
  id,
  email: EMAIL.toUpperCase(),
  origin,
  source_id: null,
});
const suppressions = async (ownerId: string) => {
  const rows = await world.db.suppression.findMany({ where: { ownerId }, orderBy: { id: "asc" } });
  return rows.map(({ reason, liftedAt }) => `${reason}${liftedAt === null ? "" : ", lifted"}`);
};
const recipients = (...owners: User[]) =>
  world.db.recipient.createMany({ data: owners.map(({ id }) => ({ ownerId: id, email: EMAIL })) });

describe("an event of the provider's own list", () => {
  it("suppresses the address for every owner who has it, once, and lets it back when the entry is gone", async () => {
    await recipients(owner, other);
    const [nobody, id] = [await world.user(), randomUUID()];
    expect(await told("suppression.added", entry(id), "msg_1")).toBe("recorded");
    expect(await told("suppression.added", entry(id), "msg_1")).toBe("known");
    expect(await suppressions(owner.id)).toEqual(["bounced"]);
    expect(await suppressions(other.id)).toEqual(["bounced"]);
    expect(await suppressions(nobody.id)).toEqual([]);
    expect(await world.db.suppression.findFirst({ where: { ownerId: owner.id } })).toMatchObject({
      note: "On the provider’s own list",
    });
    await told("suppression.removed", entry(id));
    expect(await suppressions(owner.id)).toEqual(["bounced, lifted"]);
    // Its repetition comes late.
    await told("suppression.added", entry(id));
    expect(await suppressions(owner.id)).toEqual(["bounced, lifted"]);
    expect(JSON.stringify(await world.db.providerEvent.findMany())).not.toContain(EMAIL);
  });

  it("lifts nothing that came of an owner's own email, or that somebody said or set here", async () => {
    await recipients(owner, other);
    const { id: mailingId } = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    const [attempt] = await world.attempts(mailingId);
    const delivery = await world.db.delivery.findFirstOrThrow({ where: { attemptId: attempt?.id } });
    const own = { ownerId: owner.id, email: EMAIL, reason: "bounced", deliveryId: delivery.id } as const;
    await world.db.suppression.create({ data: own });
    await world.db.suppression.create({
      data: { ownerId: other.id, email: EMAIL, reason: "manual", setById: other.id },
    });
    const id = randomUUID();
    await told("suppression.added", entry(id, "complaint"));
    await told("suppression.removed", entry(id, "complaint"));
    expect(await suppressions(owner.id)).toEqual(["bounced"]);
    expect(await suppressions(other.id)).toEqual(["manual"]);
  });

  it.each([
    ["no entry", { email: EMAIL, origin: "bounce" }],
    ["an entry of another kind", { id: {}, email: EMAIL, origin: "bounce" }],
    ["no address", { id: "1", email: 7, origin: "bounce" }],
    ["an origin that nobody knows", { id: "2", email: EMAIL, origin: "whim" }],
    ["an endless entry", { id: "x".repeat(500), email: EMAIL, origin: "bounce" }],
  ])("with %s is recorded and changes nothing", async (_what, data) => {
    await recipients(owner);
    expect(await told("suppression.added", data)).toBe("recorded");
    expect(await suppressions(owner.id)).toEqual([]);
  });
});

describe("lifting a suppression", () => {
  const lifted = async () => {
    const { id } = await world.db.suppression.create({
      data: { ownerId: owner.id, email: EMAIL, reason: "bounced" },
    });
    const result = await liftEverywhere(owner, id, "They wrote");
    expect(await suppressions(owner.id)).toEqual(expect.arrayContaining(["bounced, lifted"]));
    return result.ok ? result.value.provider : result.code;
  };

  it("takes the address off the provider's list, and leaves another owner's suppression", async () => {
    world.provider.list = new Set([EMAIL]);
    await world.db.suppression.create({ data: { ownerId: other.id, email: EMAIL, reason: "complained" } });
    expect(await lifted()).toBe("taken_off");
    expect([...world.provider.list]).toEqual([]);
    expect(await suppressions(other.id)).toEqual(["complained"]);
    // It is not on it any more.
    expect(await lifted()).toBe("none");
  });

  it("holds here whatever the provider answers, and says what became of its list", async () => {
    // It has none.
    expect(await lifted()).toBe("none");
    world.provider.list = new Set([EMAIL]);
    const answers = [
      [401, "restricted_api_key", "hidden"],
      [403, "invalid_api_key", "key_refused"],
      [429, "rate_limit_exceeded", "busy"],
      [500, "application_error", "unknown"],
    ] as const;
    for (const [status, name, said] of answers) {
      world.provider.script({ kind: "status", code: status, name, message: name });
      expect(await lifted()).toBe(said);
    }
    expect([...world.provider.list]).toEqual([EMAIL]);
    const nowhere = { apiKey: "re_test", baseUrl: "http://127.0.0.1:1" };
    expect(await takeOffProvidersList(nowhere, EMAIL, 1_000)).toBe("unknown");
  });
});
