import { cacheTags } from "@/lib/cache/tags";
import { done, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { anyRole, type Actor } from "@/lib/users/policy";
import type { Profile } from "@/lib/users/schema";

/** A person's own profile, for themselves; null when the account is gone or closed. */
export async function profileOf(userId: string) {
  const user = await database().user.findFirst({
    where: { id: userId, closedAt: null },
    select: {
      name: true,
      email: true,
      role: true,
      phone: true,
      country: true,
      language: true,
      timeZone: true,
      senderName: true,
      replyTo: true,
      notifyTrouble: true,
      notifySuccess: true,
      avatarId: true,
      createdAt: true,
    },
  });
  if (user === null) return null;
  const { phone, country, senderName, replyTo, ...rest } = user;
  return {
    ...rest,
    phone: phone ?? "",
    country: country ?? "",
    senderName: senderName ?? "",
    replyTo: replyTo ?? "",
  };
}

/**
 * Saves what a person says of themselves; only ever their own. Attempts planned from here on carry the new sender's
 * name and reply-to, those planned before keep theirs. Where these are left out, they stay as they are.
 */
export function saveProfile(actor: Actor, profile: Profile): Promise<CommandResult<null, "forbidden">> {
  const { phone, country, senderName, replyTo, ...rest } = profile;
  return withActor(actor, anyRole, async (tx) => {
    await tx.user.update({
      where: { id: actor.id },
      data: {
        ...rest,
        phone: phone || null,
        country: country || null,
        senderName: senderName === "" ? null : senderName,
        replyTo: replyTo === "" ? null : replyTo,
      },
    });
    // Their name stands above their articles.
    return done(null, { tags: [cacheTags.posts()] });
  });
}
