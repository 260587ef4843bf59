import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { cleanReason } from "@/lib/commands/reason";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { erasedAmong } from "@/lib/erasing/erased-among";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";
import type { SuppressionInput } from "@/lib/suppressions/schema";

const changed = (ownerId: string) => ({ tags: [cacheTags.recipients(ownerId)] });

export interface SuppressedByHand {
  added: number;
  already: number;
  /** Left out: the owner erased these people, and their addresses are not stored again. */
  erased: number;
}

/** Suppresses addresses for one's own mailings, whether or not they are recipients. Who is suppressed already stays so. */
export async function suppressByHand(
  actor: Actor,
  { emails, note }: SuppressionInput,
): Promise<CommandResult<SuppressedByHand, "forbidden">> {
  return withActor<SuppressedByHand, never>(actor, mayOwnMailings, async (tx) => {
    const erased = await erasedAmong(tx, actor.id, emails);
    const stored = emails.filter((email) => !erased.has(email));
    const added = await tx.$executeRaw`
      INSERT INTO suppressions (owner_id, email, reason, note, set_by_id, created_at)
      SELECT ${actor.id}::uuid, email, 'manual', ${note}, ${actor.id}::uuid, engine_now() FROM unnest(${stored}::text[]) said (email)
      ORDER BY email COLLATE "C"
      ON CONFLICT (owner_id, email) WHERE lifted_at IS NULL DO NOTHING`;
    return done({ added, already: stored.length - added, erased: erased.size }, changed(actor.id));
  });
}

/** Lifts a suppression: mailings reach the address again from their next try on. Why is stored with it. */
export async function liftSuppression(
  actor: Actor,
  suppressionId: string,
  reason: string,
): Promise<
  CommandResult<{ email: string }, "not_found" | "already_lifted" | "reason_required" | "forbidden">
> {
  const why = cleanReason(reason);
  if (why === "") return refused("reason_required");
  return withActor<{ email: string }, "not_found" | "already_lifted">(actor, mayOwnMailings, async (tx) => {
    if (!isId(suppressionId)) return refused("not_found");
    const [lifted] = await tx.$queryRaw<{ email: string }[]>`
      UPDATE suppressions SET lifted_at = engine_now(), lifted_by_id = ${actor.id}::uuid, lift_reason = ${why}
      WHERE id = ${suppressionId}::uuid AND owner_id = ${actor.id}::uuid AND lifted_at IS NULL RETURNING email`;
    if (lifted !== undefined) return done(lifted, changed(actor.id));
    const was = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM suppressions WHERE id = ${suppressionId}::uuid AND owner_id = ${actor.id}::uuid`;
    return refused(was.length === 0 ? "not_found" : "already_lifted");
  });
}
