import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { suppressAddressOf } from "@/lib/sending/suppress";
import { linkedDelivery } from "@/lib/suppressions/linked-delivery";

/** Unsubscribes the link's address from its owner's mailings, at once and as often as asked. */
export async function unsubscribe(token: string): Promise<CommandResult<null, "link_gone">> {
  const deliveryId = linkedDelivery(token);
  const suppressed =
    deliveryId === null ? null : await suppressAddressOf(database(), deliveryId, "unsubscribed");
  if (suppressed === null) return refused("link_gone");
  return done(null, { tags: [cacheTags.recipients(suppressed.ownerId)] });
}
