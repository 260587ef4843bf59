import { recordAudit } from "@/lib/audit/record";
import { isId } from "@/lib/commands/id";
import { cleanReason } from "@/lib/commands/reason";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { byItsOwner, mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing, mayStopMailings } from "@/lib/mailings/policy";
import { supersedeRemainder } from "@/lib/mailings/release";
import { startMailing, type Started, type StartRefusal, type StartRequest } from "@/lib/mailings/start";
import type { Actor } from "@/lib/users/policy";

export type HoldRefusal =
  | "not_found"
  | "forbidden"
  | "archived"
  | "already_paused"
  | "not_paused"
  | "already_finished"
  | "already_stopped"
  | "not_stopped"
  | "reason_required";

/** Starts a mailing by hand. */
export async function startByHand(
  actor: Actor,
  request: StartRequest,
): Promise<CommandResult<Started, StartRefusal | "forbidden">> {
  const { fromAddress } = applicationEngine();
  return byItsOwner(actor, request.mailingId, (tx) => startMailing(tx, actor, request, fromAddress));
}

/** Freezes a mailing until its owner resumes it. */
export async function pauseMailing(
  actor: Actor,
  mailingId: string,
): Promise<CommandResult<null, HoldRefusal>> {
  return onOwnMailing(actor, mailingId, async (tx) => {
    const paused = await tx.$executeRaw`
      UPDATE mailings SET paused_at = engine_now() WHERE id = ${mailingId}::uuid AND paused_at IS NULL AND status <> 'finished'`;
    return paused === 1
      ? done(null)
      : refused((await isFinished(tx, mailingId)) ? "already_finished" : "already_paused");
  });
}

/** Lifts the owner's pause, and the hold by which the engine protected the sender: the owner has looked. */
export async function resumeMailing(
  actor: Actor,
  mailingId: string,
): Promise<CommandResult<null, HoldRefusal>> {
  return onOwnMailing(actor, mailingId, async (tx) => {
    const resumed = await tx.$executeRaw`
      UPDATE mailings SET paused_at = NULL, protected_at = NULL, protected_code = NULL, protected_answer = NULL,
        protected_events = NULL, protected_accepted = NULL
      WHERE id = ${mailingId}::uuid AND (paused_at IS NOT NULL OR protected_at IS NOT NULL)`;
    if (resumed === 0) return refused("not_paused");
    await supersedeRemainder(tx, mailingId);
    return done(null);
  });
}

/** Ends a mailing now: its end is set, and what an open attempt has not sent is closed. One that has ended stays so. */
export async function finishMailing(
  actor: Actor,
  mailingId: string,
): Promise<CommandResult<null, HoldRefusal>> {
  return onOwnMailing(actor, mailingId, async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE mailings SET end_at = least(end_at, engine_now()), next_run_at = NULL
      WHERE id = ${mailingId}::uuid AND status <> 'finished'`;
    // The second click, or the sweep was quicker than the page: what was asked for is the case.
    if (ended === 0) return done(null);
    await tx.$executeRaw`
      UPDATE attempts SET closing_reason = 'finished'
      WHERE mailing_id = ${mailingId}::uuid AND status IN ('planning', 'sending') AND closing_reason IS NULL`;
    return done(null);
  });
}

/** A manager stops anybody's mailing; the owner reads who and why. */
export async function stopMailing(
  actor: Actor,
  request: { mailingId: string; reason: string },
): Promise<CommandResult<null, HoldRefusal>> {
  return superviseMailing(actor, request, "mailing_stopped", async (tx, reason) => {
    const stopped = await tx.$executeRaw`
      UPDATE mailings SET stopped_at = engine_now(), stopped_by_id = ${actor.id}::uuid, stop_reason = ${reason}
      WHERE id = ${request.mailingId}::uuid AND stopped_at IS NULL`;
    return stopped === 1 ? done(null) : refused("already_stopped");
  });
}

/** Lifts a manager's stop. */
export async function liftStop(
  actor: Actor,
  request: { mailingId: string; reason: string },
): Promise<CommandResult<null, HoldRefusal>> {
  return superviseMailing(actor, request, "mailing_stop_lifted", async (tx) => {
    const lifted = await tx.$executeRaw`
      UPDATE mailings SET stopped_at = NULL, stopped_by_id = NULL, stop_reason = NULL
      WHERE id = ${request.mailingId}::uuid AND stopped_at IS NOT NULL`;
    if (lifted === 0) return refused("not_stopped");
    await supersedeRemainder(tx, request.mailingId);
    return done(null);
  });
}

type Change = (tx: Queryable) => Promise<CommandResult<null, HoldRefusal>>;

async function onOwnMailing(actor: Actor, mailingId: string, change: Change) {
  return byItsOwner(actor, mailingId, async (tx) => {
    const mailing = await lockForChange(tx, mailingId);
    if (mailing === null || !mayControlMailing(actor, mailing)) return refused("not_found");
    if (mailing.archivedAt !== null) return refused("archived");
    const changed = await change(tx);
    return changed.ok ? shown(mailing.ownerId) : changed;
  });
}

async function superviseMailing(
  actor: Actor,
  request: { mailingId: string; reason: string },
  action: "mailing_stopped" | "mailing_stop_lifted",
  change: (tx: Queryable, reason: string) => Promise<CommandResult<null, HoldRefusal>>,
): Promise<CommandResult<null, HoldRefusal>> {
  if (!mayStopMailings(actor) || !isId(request.mailingId)) return refused("not_found");
  const reason = cleanReason(request.reason);
  if (reason === "") return refused("reason_required");
  return withActor<null, HoldRefusal>(actor, mayStopMailings, async (tx) => {
    const mailing = await lockForChange(tx, request.mailingId);
    if (mailing === null) return refused("not_found");
    const changed = await change(tx, reason);
    if (!changed.ok) return changed;
    await recordAudit(tx, {
      actorId: actor.id,
      action,
      targetType: "mailing",
      targetId: request.mailingId,
      targetName: mailing.name,
      reason,
    });
    return shown(mailing.ownerId);
  });
}

/** Also after a hold is set: the tick closes what is to close, and says so on the pages that watch. */
function shown(ownerId: string) {
  return done(null, { tags: mailingTags(ownerId), wake: true });
}

async function lockForChange(tx: Queryable, mailingId: string) {
  const [mailing] = await tx.$queryRaw<{ ownerId: string; name: string; archivedAt: Date | null }[]>`
    SELECT owner_id AS "ownerId", name, archived_at AS "archivedAt" FROM mailings WHERE id = ${mailingId}::uuid FOR NO KEY UPDATE`;
  return mailing ?? null;
}

async function isFinished(tx: Queryable, mailingId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM mailings WHERE id = ${mailingId}::uuid AND status = 'finished'`;
  return rows.length > 0;
}
