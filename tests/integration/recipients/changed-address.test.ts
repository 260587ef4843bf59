import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { updateRecipient } from "@/lib/recipients/commands";
import { recipientDetail } from "@/lib/recipients/detail";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { unsubscribe } from "@/lib/suppressions/commands";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

async function suppressed(reason: SuppressionReason, note = "") {
  const owner = await world.user();
  const { id } = await world.db.recipient.create({ data: { ownerId: owner.id, email: "old@example.com" } });
  await suppress(owner, "old@example.com", reason, note);
  return { owner, id };
}

function suppress(owner: User, email: string, reason: SuppressionReason, note = "") {
  return world.db.suppression.create({ data: { ownerId: owner.id, email, reason, note } });
}

async function change(owner: User, id: string, email: string) {
  const { updatedAt } = await world.db.recipient.findUniqueOrThrow({ where: { id } });
  const input = { email, name: "", comment: "", fields: [], lists: [] };
  return updateRecipient(owner, { id, version: updatedAt.getTime() }, input);
}

describe("a recipient who gets another address", () => {
  it.each(["unsubscribed", "complained", "manual"] as const)("stays suppressed when %s", async (reason) => {
    const { owner, id } = await suppressed(reason, "By phone");
    expect(await change(owner, id, "new@example.com")).toMatchObject({ ok: true });
    expect((await recipientDetail(owner, "own", id))?.suppression).toMatchObject({
      reason,
      note: "By phone (old@example.com → new@example.com)",
    });
    const all = await world.db.suppression.findMany({ where: { ownerId: owner.id }, orderBy: { id: "asc" } });
    expect(all.map((row) => row.email)).toEqual(["old@example.com", "new@example.com"]);
  });

  it("is reached again when the old address bounced, or its suppression was lifted", async () => {
    const bounced = await suppressed("bounced");
    await change(bounced.owner, bounced.id, "new@example.com");
    expect((await recipientDetail(bounced.owner, "own", bounced.id))?.suppression).toBeNull();
    const lifted = await suppressed("unsubscribed");
    await world.db.suppression.updateMany({
      where: { ownerId: lifted.owner.id },
      data: { liftedAt: new Date(), liftReason: "They wrote" },
    });
    await change(lifted.owner, lifted.id, "new@example.com");
    expect((await recipientDetail(lifted.owner, "own", lifted.id))?.suppression).toBeNull();
  });

  it("is unsubscribed there even where that address had only bounced, and a complaint there stays one", async () => {
    const { owner, id } = await suppressed("unsubscribed");
    await suppress(owner, "bounced@example.com", "bounced");
    await suppress(owner, "complained@example.com", "complained", "theirs");
    await change(owner, id, "bounced@example.com");
    expect((await recipientDetail(owner, "own", id))?.suppression).toMatchObject({ reason: "unsubscribed" });
    await change(owner, id, "complained@example.com");
    expect((await recipientDetail(owner, "own", id))?.suppression).toMatchObject({
      reason: "complained",
      note: "theirs",
    });
  });

  it("keeps what was saved meanwhile, and no suppression is made, when the form is out of date", async () => {
    const { owner, id } = await suppressed("unsubscribed");
    const input = { email: "new@example.com", name: "", comment: "", fields: [], lists: [] };
    expect(await updateRecipient(owner, { id, version: 1 }, input)).toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(1);
  });

  it("who unsubscribes in the same moment is suppressed at both addresses", async () => {
    const owner = await world.user();
    const { addresses } = await world.mailing({ owner, recipients: 8 });
    await world.settleDown();
    const deliveries = await world.db.delivery.findMany({ where: { address: { in: addresses } } });
    const changed = ({ address }: { address: string }) => `new-${address}`;
    await Promise.all(
      deliveries.flatMap((row) => [
        change(owner, row.recipientId, changed(row)),
        unsubscribe(unsubscribeToken(row.id, UNSUBSCRIBE_SECRET)),
      ]),
    );
    const emails = deliveries.flatMap((row) => [row.address, changed(row)]).toSorted();
    const all = await world.db.suppression.findMany({ where: { ownerId: owner.id } });
    expect(all.map((row) => row.email).toSorted()).toEqual(emails);
  });
});
