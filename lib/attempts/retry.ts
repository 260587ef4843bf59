import type { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { byItsOwner, mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing } from "@/lib/mailings/policy";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { insertAttempt, lockMailing, type LockedMailing } from "@/lib/sending/plan-attempt";
import { retriableOf } from "@/lib/sending/retriable";
import type { Actor } from "@/lib/users/policy";

export interface RetryRequest {
  attemptId: string;
  /** Issued with the form: the second click finds the first attempt. */
  startId: string;
}

export interface Retried {
  attemptId: string;
  /** The start id had its attempt already. */
  already: boolean;
}

export type OpenRefusal = "not_found" | "forbidden" | "archived" | "held" | "attempt_open";

export type RetryRefusal = OpenRefusal | "nothing_to_retry";

/**
 * Tries the rejected deliveries of a closed attempt again, as an attempt of its own: the message as it was, to the
 * recipients' addresses as they are now. A delivery is tried again once; what the retry does not bring there either,
 * because it is rejected again or the retry ends before, is retried from the retry (lib/sending/retriable.ts).
 */
export async function retryRejected(
  actor: Actor,
  request: RetryRequest,
): Promise<CommandResult<Retried, RetryRefusal>> {
  return openRetry(actor, request, { found: retriableOf(request.attemptId), none: "nothing_to_retry" });
}

/** Which deliveries of an attempt a retry is for. */
export interface Retriable<None extends string> {
  /** Deliveries `d`, as FROM and WHERE of a query. */
  found: Prisma.Sql;
  none: None;
  /** Of uncertain ones: their ids, none for all. */
  uncertain?: readonly string[];
  /** Done in the same transaction when an attempt is made. */
  record?: (tx: Queryable, mailing: LockedMailing) => Promise<void>;
}

/** Makes an attempt of some deliveries of a closed one; the start id finds it again. */
export async function openRetry<None extends string>(
  actor: Actor,
  request: RetryRequest,
  { found, none, uncertain, record }: Retriable<None>,
): Promise<CommandResult<Retried, OpenRefusal | None>> {
  if (!isId(request.attemptId) || !isId(request.startId)) return refused("not_found");
  const { fromAddress } = applicationEngine();
  const first = await originalAttempt(database(), request.attemptId);
  if (first === null) return refused("not_found");
  return byItsOwner<Retried, OpenRefusal | None>(actor, first.mailingId, async (tx) => {
    const mailing = await lockMailing(tx, first.mailingId, "wait");
    if (mailing === null || !mayControlMailing(actor, mailing)) return refused("not_found");
    const before = await attemptOfStart(tx, request.startId);
    if (before !== null) {
      if (before.retryOfId !== request.attemptId) return refused("not_found");
      return done({ attemptId: before.id, already: true }, { wake: true });
    }
    if (mailing.archivedAt !== null) return refused("archived");
    if (mailing.held) return refused("held");
    if (mailing.openAttempt) return refused("attempt_open");
    if (!(await isAny(tx, found))) return refused(none);
    const { mailingId: _, ...message } = first;
    const attemptId = await insertAttempt(tx, { ...mailing, ...message }, fromAddress, {
      kind: "retry",
      retryOfId: request.attemptId,
      status: "planning",
      occurrenceAt: mailing.now,
      skippedOccurrences: 0,
      startId: request.startId,
      startedById: actor.id,
      ...(uncertain && { uncertain }),
    });
    if (attemptId === null) return refused("attempt_open");
    await record?.(tx, mailing);
    return done({ attemptId, already: false }, { tags: mailingTags(mailing.ownerId), wake: true });
  });
}

/** How many deliveries of an attempt can be tried again; whoever calls has asked whether it may be seen. */
export async function retriableCount(attemptId: string): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count ${retriableOf(attemptId)}`;
  return row?.count ?? 0;
}

interface Original {
  mailingId: string;
  messageId: string | null;
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

async function originalAttempt(db: Queryable, attemptId: string): Promise<Original | null> {
  const [row] = await db.$queryRaw<Original[]>`
    SELECT mailing_id AS "mailingId", message_id AS "messageId", subject, preheader, html, text FROM attempts WHERE id = ${attemptId}::uuid`;
  return row ?? null;
}

async function attemptOfStart(tx: Queryable, startId: string) {
  const [row] = await tx.$queryRaw<{ id: string; retryOfId: string | null }[]>`
    SELECT id, retry_of_id AS "retryOfId" FROM attempts WHERE start_id = ${startId}::uuid`;
  return row ?? null;
}

async function isAny(tx: Queryable, found: Prisma.Sql): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 ${found} LIMIT 1`;
  return rows.length > 0;
}
