import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { recordProviderEvent, type ProviderEvent } from "@/lib/sending/provider-events";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { unsubscribe } from "@/lib/suppressions/commands";
import { command, type Kind } from "@/tests/integration/model/command";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import { mustHave, type DeliveryRow } from "@/tests/integration/model/look";
import {
  itemNumber,
  ownerNumber,
  type Model,
  type OwnerModel,
  type Said,
} from "@/tests/integration/model/model";
import { UNSUBSCRIBE_SECRET } from "@/tests/support/world";

const addRecipient: Kind<{ owner: number; list: number }> = {
  name: "add a recipient",
  around: true,
  async act(model, ground, p) {
    const owner = ownerNumber(model, p.owner);
    const list = itemNumber(owner.lists.keys(), p.list) ?? "";
    const email = `new.${randomUUID()}@mail.test`;
    const [made] = await ground.world.db.$queryRaw<{ id: string }[]>`
      WITH made AS (INSERT INTO recipients (owner_id, email) VALUES (${owner.user.id}::uuid, ${email}) RETURNING id)
      INSERT INTO list_members (list_id, recipient_id) SELECT ${list}::uuid, id FROM made RETURNING recipient_id AS id`;
    const id = made?.id ?? "";
    owner.recipients.set(id, email);
    mustHave(owner.lists, list).add(id);
    return {};
  },
};

export async function deleteRecipient(ground: Ground, owner: OwnerModel, id: string): Promise<void> {
  await ground.world.db.$executeRaw`DELETE FROM recipients WHERE id = ${id}::uuid`;
  owner.recipients.delete(id);
  for (const members of owner.lists.values()) members.delete(id);
  owner.everDeleted.add(id);
}

const removeRecipient: Kind<{ owner: number; recipient: number }> = {
  name: "delete a recipient",
  around: true,
  async act(model, ground, p) {
    const owner = ownerNumber(model, p.owner);
    const id = itemNumber(owner.recipients.keys(), p.recipient);
    if (id !== null) await deleteRecipient(ground, owner, id);
    return {};
  },
};

function noteSuppressed(owner: OwnerModel, address: string): void {
  owner.suppressed.add(address);
  owner.everSuppressed.add(address);
}

const suppress: Kind<{ owner: number; recipient: number }> = {
  name: "suppress or lift",
  around: true,
  async act(model, ground, p) {
    const owner = ownerNumber(model, p.owner);
    const address = itemNumber(owner.recipients.values(), p.recipient);
    if (address === null) return {};
    if (owner.suppressed.delete(address)) {
      await ground.world.db.$executeRaw`
        UPDATE suppressions SET lifted_at = engine_now() WHERE owner_id = ${owner.user.id}::uuid AND email = ${address} AND lifted_at IS NULL`;
      return {};
    }
    await ground.world.db.$executeRaw`
      INSERT INTO suppressions (owner_id, email, reason, created_at) VALUES (${owner.user.id}::uuid, ${address}, 'manual', engine_now())`;
    noteSuppressed(owner, address);
    return {};
  },
};

/** Follows the link of a mail, whether that mail has gone out or not. */
export async function unsubscribeFrom(owner: OwnerModel, row: DeliveryRow): Promise<void> {
  const answer = await unsubscribe(unsubscribeToken(row.id, UNSUBSCRIBE_SECRET));
  demand(answer.ok, () => `unsubscribing: ${JSON.stringify(answer)}`);
  noteSuppressed(owner, row.address);
}

function ownerOf(model: Model, row: DeliveryRow): OwnerModel {
  const { owner } = mustHave(model.seen.attempts, row.attempt);
  const found = model.owners.find(({ user }) => user.id === owner);
  if (found === undefined) throw new Error("a delivery of nobody's");
  return found;
}

const unsubscribeOne: Kind<{ delivery: number }> = {
  name: "unsubscribe",
  around: true,
  may: (model) => model.seen.deliveries.size > 0,
  async act(model, _ground, p) {
    const row = itemNumber(model.seen.deliveries.values(), p.delivery);
    if (row !== null) await unsubscribeFrom(ownerOf(model, row), row);
    return {};
  },
};

const editMessage: Kind<{ owner: number }> = {
  name: "edit a message",
  around: true,
  async act(model, ground, p) {
    const owner = ownerNumber(model, p.owner);
    owner.subject = `News ${randomUUID().slice(0, 6)}`;
    await ground.world.db.$executeRaw`
      UPDATE messages SET subject = ${owner.subject} WHERE id = ${owner.messageId}::uuid`;
    return {};
  },
};

/** In the order of their rank. */
const EVENTS = ["email.delivery_delayed", "email.delivered", "email.bounced", "email.complained"] as const;

const webhook: Kind<{ mail: number; rank: number; twice: boolean }> = {
  name: "webhook",
  may: (model) => model.mails > 0,
  async act(model, ground, p): Promise<Said> {
    const mail = itemNumber(ground.world.provider.mails, p.mail);
    const id = mail?.tags.find(({ name }) => name === DELIVERY_TAG)?.value;
    const type = EVENTS[p.rank];
    if (mail === null || id === undefined || type === undefined) return {};
    const event: ProviderEvent = {
      type,
      created_at: new Date(ground.world.provider.clock.now()),
      data: {
        email_id: mail.id,
        tags: mail.tags,
        bounce: type === "email.bounced" ? { type: "Permanent", message: "No such user" } : null,
      },
    };
    const eventId = randomUUID();
    const { result } = await recordProviderEvent(ground.world.db, eventId, event);
    demand(result === "recorded", () => "an event was taken for a repetition");
    if (p.twice) {
      const again = await recordProviderEvent(ground.world.db, eventId, event);
      demand(again.result === "known", () => "a repeated event was taken for a new one");
    }
    model.fates.set(id, Math.max(p.rank, model.fates.get(id) ?? 0));
    const row = mustHave(model.seen.deliveries, id);
    if (p.rank >= 2) noteSuppressed(ownerOf(model, row), row.address);
    return { proved: id };
  },
};

const owner = fc.constantFrom(0, 0, 1);
export const addOne = fc.record({ owner, list: fc.nat(1) }).map((p) => command(addRecipient, p));
export const deleteOne = fc.record({ owner, recipient: fc.nat(11) }).map((p) => command(removeRecipient, p));
export const suppressLift = fc.record({ owner, recipient: fc.nat(11) }).map((p) => command(suppress, p));
export const unsubscribeAny = fc.record({ delivery: fc.nat(40) }).map((p) => command(unsubscribeOne, p));
export const editAnyMessage = fc.record({ owner }).map((p) => command(editMessage, p));
export const anyWebhook = fc
  .record({ mail: fc.nat(60), rank: fc.nat(EVENTS.length - 1), twice: fc.boolean() })
  .map((p) => command(webhook, p));
