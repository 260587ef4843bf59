import { Prisma } from "@prisma/client";
import { deliveryColumns, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { mailingDetail, type MailingDetail } from "@/lib/mailings/queries";
import type { SuppressionReason } from "@/lib/recipients/schema";
import {
  whyNot,
  type KnownRecipient,
  type RunFacts,
  type WhyNot,
  type WhyNotFacts,
} from "@/lib/timeline/why-not";
import type { Actor } from "@/lib/users/policy";

const RUNS_SHOWN = 10;
const LISTS_NAMED = 20;
/** Deliveries of one recipient among which one under an earlier address is looked for, the latest first. */
const DELIVERIES_LOOKED_THROUGH = 5_000;

interface Run extends RunFacts {
  id: string;
  retryOfId: string | null;
  skippedOccurrences: number;
}

export interface ExplainedRun {
  run: Pick<Run, "id" | "kind" | "status" | "createdAt" | "skippedOccurrences">;
  why: WhyNot;
}

export interface Explained {
  mailing: MailingDetail;
  email: string;
  /** Who has the address today. */
  recipientId: string | null;
  /** Why the owner's mailings skip the address today; null where they do not. */
  suppressed: SuppressionReason | null;
  /** The latest runs, the newest first. */
  runs: ExplainedRun[];
  hasMore: boolean;
}

/**
 * For each of a mailing's latest runs, or for one: what it did for an address of its owner's, or why nothing. Null where
 * there is no such mailing, or none for them.
 */
export async function explainMailing(
  actor: Actor,
  mailingId: string,
  email: string,
  attemptId?: string,
): Promise<Explained | null> {
  const mailing = isId(mailingId) ? await mailingDetail(actor, mailingId) : null;
  if (mailing === null) return null;
  const ownerId = mailing.owner.id;
  const [found, recipient, suppression, audience] = await Promise.all([
    readRuns(mailingId, attemptId),
    knownRecipient(ownerId, email, mailingId),
    database().suppression.findFirst({
      where: { ownerId, email, liftedAt: null },
      select: { reason: true },
    }),
    audienceOf(mailingId),
  ]);
  const runs = found.slice(0, RUNS_SHOWN);
  const looked = runs.flatMap(({ id, retryOfId }) => (retryOfId === null ? [id] : [id, retryOfId]));
  const deliveries = await deliveriesIn(looked, email, recipient);
  const of = (id: string | null) => deliveries.find(({ attemptId: within }) => within === id);
  return {
    ...{ mailing, email, recipientId: recipient?.id ?? null, suppressed: suppression?.reason ?? null },
    hasMore: found.length > RUNS_SHOWN,
    runs: runs.map((run) => {
      const there = of(run.id) ?? null;
      const why = whyNot({
        ...{ run, recipient, audience, held: mailing.holds.length > 0 },
        delivery: there?.address === email ? there : null,
        otherAddress: there?.address === email ? null : there,
        retried: run.retryOfId === null ? null : (of(run.retryOfId) ?? null),
      });
      const { id, kind, status, createdAt, skippedOccurrences } = run;
      return { run: { id, kind, status, createdAt, skippedOccurrences }, why };
    }),
  };
}

function readRuns(mailingId: string, attemptId: string | undefined): Promise<Run[]> {
  return database().attempt.findMany({
    where: { mailingId, ...(attemptId !== undefined && { id: attemptId }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: RUNS_SHOWN + 1,
    select: {
      ...{ id: true, kind: true, status: true, closingReason: true, createdAt: true, plannedAt: true },
      ...{ planCursor: true, planned: true, retryOfId: true, skippedOccurrences: true },
    },
  });
}

async function knownRecipient(
  ownerId: string,
  email: string,
  mailingId: string,
): Promise<KnownRecipient | null> {
  const found = await database().recipient.findUnique({
    where: { ownerId_email: { ownerId, email } },
    select: {
      id: true,
      createdAt: true,
      mailings: { where: { mailingId }, select: { mailingId: true } },
      lists: {
        where: { list: { mailings: { some: { mailingId } } } },
        orderBy: { list: { name: "asc" } },
        select: { addedAt: true, list: { select: { name: true } } },
      },
    },
  });
  if (found === null) return null;
  const { id, createdAt } = found;
  const excludedBy = await database().listMember.findMany({
    where: { recipientId: id, list: { leftOutOf: { some: { mailingId } } } },
    orderBy: { list: { name: "asc" } },
    select: { addedAt: true, list: { select: { name: true } } },
  });
  const named = (all: readonly { addedAt: Date | null; list: { name: string } }[]) =>
    all.map(({ addedAt, list }) => ({ name: list.name, addedAt }));
  return {
    ...{ id, createdAt, chosen: found.mailings.length > 0 },
    ...{ lists: named(found.lists), excludedBy: named(excludedBy) },
  };
}

async function audienceOf(mailingId: string): Promise<WhyNotFacts["audience"]> {
  const [mailing, lists, single] = await Promise.all([
    database().mailing.findUnique({ where: { id: mailingId }, select: { toEverybody: true } }),
    database().recipientList.findMany({
      where: { mailings: { some: { mailingId } } },
      orderBy: { name: "asc" },
      take: LISTS_NAMED,
      select: { name: true },
    }),
    database().mailingRecipient.findFirst({ where: { mailingId }, select: { mailingId: true } }),
  ]);
  return {
    everybody: mailing?.toEverybody === true,
    ...{ lists: lists.map(({ name }) => name), single: single !== null },
  };
}

type Found = DeliveryRow & { attemptId: string };

/** By address, of whomever it was then; else by the recipient who has the address today. */
async function deliveriesIn(
  attempts: string[],
  email: string,
  recipient: KnownRecipient | null,
): Promise<Found[]> {
  const columns = Prisma.sql`${deliveryColumns}, d.attempt_id AS "attemptId"`;
  const byAddress = await database().$queryRaw<Found[]>`
    SELECT ${columns} FROM unnest(${attempts}::uuid[]) run (id) CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE attempt_id = run.id AND address COLLATE "C" = ${email} LIMIT 1
    ) d`;
  const rest = attempts.filter((id) => !byAddress.some(({ attemptId }) => attemptId === id));
  if (recipient === null || rest.length === 0) return byAddress;
  // Not by attempt: an attempt may have a million, a recipient has few.
  const byRecipient = await database().$queryRaw<Found[]>`
    SELECT ${columns} FROM (
      SELECT * FROM deliveries WHERE recipient_id = ${recipient.id}::uuid ORDER BY id DESC LIMIT ${DELIVERIES_LOOKED_THROUGH}
    ) d WHERE d.attempt_id = ANY(${rest}::uuid[])`;
  return [...byAddress, ...byRecipient];
}
