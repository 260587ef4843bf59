import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { suppressAddressOf } from "@/lib/sending/suppress";
import { carrySuppressionOver, lockRecipientOf } from "@/lib/sending/carry-suppression-over";
import { isErasedDelivery } from "@/lib/suppressions/erased-delivery";
import { linkedDelivery } from "@/lib/suppressions/linked-delivery";

/**
 * Unsubscribes the link's address from its owner's mailings, at once and as often as asked, and with it the address that
 * this recipient has today: whoever unsubscribes by an old email wants none at the new address. Of somebody who was erased
 * nothing is left to unsubscribe.
 */
export async function unsubscribe(token: string): Promise<CommandResult<null, "link_gone">> {
  const deliveryId = linkedDelivery(token);
  if (deliveryId === null) return refused("link_gone");
  // Alone in its transaction: a batch that waits for nothing else is about to be sent.
  const suppressed = await suppressAddressOf(database(), deliveryId, "unsubscribed");
  if (suppressed === null) return (await isErasedDelivery(deliveryId)) ? done(null) : refused("link_gone");
  await database().$transaction(async (tx) => {
    const recipient = await lockRecipientOf(tx, deliveryId);
    if (recipient !== null && recipient.from !== recipient.to) await carrySuppressionOver(tx, recipient);
  });
  return done(null, { tags: [cacheTags.recipients(suppressed.ownerId)] });
}
