import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { audienceOf, foreignParts, setLists } from "@/lib/mailings/save-audience";
import { byItsOwner, mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing } from "@/lib/mailings/policy";
import { nextRun, scheduleFault, type ScheduleFault } from "@/lib/mailings/schedule";
import type { MailingInput } from "@/lib/mailings/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const SCHEDULER_MINUTE = 60_000;

export type SaveRefusal =
  | ScheduleFault
  | "forbidden"
  | "not_found"
  | "archived"
  | "changed_meanwhile"
  | "already_created"
  | "message_unknown"
  | "audience_unknown";

interface Creation {
  /** The start is when the form came in, which is later at the second click. */
  startsNow?: boolean;
  /** Held by its owner from the first moment on. */
  paused?: boolean;
}

/**
 * Creates a mailing. One whose start is past is due at once, unless it is paused.
 *
 * @param id issued with the form: the second click finds the mailing of the first
 */
export async function createMailing(
  actor: Actor,
  input: MailingInput,
  id: string = uuidv7(),
  { startsNow = false, paused = false }: Creation = {},
): Promise<CommandResult<{ mailingId: string }, SaveRefusal>> {
  return withActor<{ mailingId: string }, SaveRefusal>(actor, mayOwnMailings, async (tx) => {
    const now = await engineNow(tx);
    const fault = scheduleFault(input, now) ?? (await foreignParts(tx, actor, input));
    if (fault !== null) return refused(fault);
    const next = nextRun(input, { editedAt: now, lastPlannedAt: null, everPlanned: false });
    const inserted = await tx.$executeRaw`
      INSERT INTO mailings (id, owner_id, message_id, name, to_everybody, except_got_before, start_local, time_zone, period, end_at,
        schedule_edited_at, next_run_at, paused_at)
      VALUES (${id}::uuid, ${actor.id}::uuid, ${input.messageId}::uuid, ${input.name}, ${input.toEverybody ?? false},
        ${input.exceptGotBefore ?? false}, ${input.startLocal}, ${input.timeZone}, ${input.period}::period, ${input.endAt}::timestamptz, ${now}::timestamptz, ${next}::timestamptz,
        CASE WHEN ${paused} THEN ${now}::timestamptz END)
      ON CONFLICT (id) DO NOTHING`;
    if (inserted === 0) return createdBefore(tx, actor, { ...input, startsNow }, id);
    await setLists(tx, id, input);
    return done({ mailingId: id }, { tags: mailingTags(actor.id), wake: isDueSoon(next, now) });
  });
}

/**
 * Changes a mailing. What has run keeps its record; the next run is counted anew from the changed schedule,
 * which may bring a finished mailing back.
 *
 * @param version what of it was seen, as `versionOf` writes it; refused where somebody saved it since. Left out: any
 */
export async function editMailing(
  actor: Actor,
  mailingId: string,
  input: MailingInput,
  version?: string,
): Promise<CommandResult<{ mailingId: string }, SaveRefusal>> {
  return byItsOwner<{ mailingId: string }, SaveRefusal>(actor, mailingId, async (tx) => {
    const mailing = await lockForEdit(tx, mailingId);
    if (mailing === null || !mayControlMailing(actor, mailing)) return refused("not_found");
    if (mailing.archivedAt !== null) return refused("archived");
    if (version !== undefined && version !== versionOf(mailing)) return refused("changed_meanwhile");
    const now = await engineNow(tx);
    const sameSchedule = isSameSchedule(mailing, input);
    const fault = (sameSchedule ? null : scheduleFault(input, now)) ?? (await foreignParts(tx, actor, input));
    if (fault !== null) return refused(fault);
    const editedAt = sameSchedule ? mailing.scheduleEditedAt : now;
    const next = sameSchedule ? mailing.nextRunAt : nextRun(input, { ...mailing, editedAt });
    const status = next === null ? mailing.status : mailing.everPlanned ? "running" : "created";
    await tx.$executeRaw`
      UPDATE mailings SET name = ${input.name}, message_id = ${input.messageId}::uuid, start_local = ${input.startLocal},
        to_everybody = ${input.toEverybody ?? false}, except_got_before = ${input.exceptGotBefore ?? false}, time_zone = ${input.timeZone}, period = ${input.period}::period, end_at = ${input.endAt}::timestamptz,
        schedule_edited_at = ${editedAt}::timestamptz, next_run_at = ${next}::timestamptz,
        status = ${status}::mailing_status, updated_at = greatest(clock_timestamp(), updated_at + interval '1 ms')
      WHERE id = ${mailingId}::uuid`;
    await setLists(tx, mailingId, input);
    return done({ mailingId }, { tags: mailingTags(mailing.ownerId), wake: isDueSoon(next, now) });
  });
}

/** Changes with every save, and with nothing else: runs and holds do not get in an editor's way. */
export function versionOf({ updatedAt }: { updatedAt: Date }): string {
  return updatedAt.toISOString();
}

/** The form came in before: with the same content it is done, with another somebody went back and changed it. */
async function createdBefore(
  tx: Queryable,
  actor: Actor,
  input: MailingInput & { startsNow: boolean },
  id: string,
): Promise<CommandResult<{ mailingId: string }, SaveRefusal>> {
  const { startLocal, startsNow } = input;
  const { toEverybody, listIds, recipientIds, exceptListIds, exceptGotBefore } = audienceOf(input);
  const rows = await tx.$queryRaw<{ same: boolean }[]>`
    SELECT name = ${input.name} AND message_id = ${input.messageId}::uuid AND period = ${input.period}::period
      AND time_zone = ${input.timeZone} AND end_at IS NOT DISTINCT FROM ${input.endAt}::timestamptz
      AND (start_local = ${startLocal} OR (${startsNow} AND start_local < ${startLocal}))
      AND to_everybody = ${toEverybody} AND except_got_before = ${exceptGotBefore}
      AND ARRAY(SELECT list_id FROM mailing_lists WHERE mailing_id = m.id ORDER BY 1)
        = ARRAY(SELECT DISTINCT unnest(${listIds}::uuid[]) ORDER BY 1)
      AND ARRAY(SELECT recipient_id FROM mailing_recipients WHERE mailing_id = m.id ORDER BY 1)
        = ARRAY(SELECT DISTINCT unnest(${recipientIds}::uuid[]) ORDER BY 1)
      AND ARRAY(SELECT list_id FROM mailing_excluded_lists WHERE mailing_id = m.id ORDER BY 1)
        = ARRAY(SELECT DISTINCT unnest(${exceptListIds}::uuid[]) ORDER BY 1) AS same
    FROM mailings m WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid`;
  const [first] = rows;
  if (first === undefined) return refused("not_found");
  return first.same ? done({ mailingId: id }) : refused("already_created");
}

interface EditedMailing {
  ownerId: string;
  archivedAt: Date | null;
  startLocal: string;
  timeZone: string;
  period: string;
  endAt: Date | null;
  scheduleEditedAt: Date;
  nextRunAt: Date | null;
  lastPlannedAt: Date | null;
  status: string;
  updatedAt: Date;
  everPlanned: boolean;
}

async function lockForEdit(tx: Queryable, mailingId: string): Promise<EditedMailing | null> {
  await tx.$queryRaw`SELECT 1 FROM mailings WHERE id = ${mailingId}::uuid FOR NO KEY UPDATE`;
  // Read by a statement of its own: one that waited for the lock would see the attempts as they were before,
  // and a mailing that has just been planned as never planned.
  const [mailing] = await tx.$queryRaw<EditedMailing[]>`
    SELECT owner_id AS "ownerId", archived_at AS "archivedAt", start_local AS "startLocal", time_zone AS "timeZone",
      period::text AS period, end_at AS "endAt", schedule_edited_at AS "scheduleEditedAt", next_run_at AS "nextRunAt",
      last_planned_at AS "lastPlannedAt", status::text AS status, updated_at AS "updatedAt",
      EXISTS (SELECT 1 FROM attempts a WHERE a.mailing_id = m.id) AS "everPlanned"
    FROM mailings m WHERE id = ${mailingId}::uuid`;
  return mailing ?? null;
}

function isSameSchedule(mailing: EditedMailing, input: MailingInput): boolean {
  return (
    mailing.startLocal === input.startLocal &&
    mailing.timeZone === input.timeZone &&
    mailing.period === input.period &&
    mailing.endAt?.getTime() === input.endAt?.getTime()
  );
}

/** Now, or before the scheduler looks again by itself. */
function isDueSoon(next: Date | null, now: Date): boolean {
  return next !== null && next.getTime() <= now.getTime() + SCHEDULER_MINUTE;
}

async function engineNow(tx: Queryable): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  if (row === undefined) throw new Error("the database told no time");
  return row.now;
}
