import { z } from "zod";
import type { Prisma } from "@prisma/client";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { eraseDeliveries, type ErasedPerson } from "@/lib/erasing/erase-deliveries";
import { eraseImports, readsFiles } from "@/lib/erasing/erase-imports";
import { eraseSuppressions, eraseTexts } from "@/lib/erasing/erase-texts";
import { releaseClosed } from "@/lib/erasing/release-closed";
import { jobKind, type Progress, type Standing, type Steps } from "@/lib/jobs/kind";

export const ERASING = "erasing";
/** Minutes between two looks at what an erasing waits for. */
export const ERASING_LOOK = 1;

/**
 * How far it is. The person stands here alone, not in the input, and only until everything is erased that may change; from
 * then on, the batches whose stored bodies must outlast it.
 */
const state = z.object({
  /** The address and those that the recipient had before. */
  emails: z.array(z.string()).default([]),
  recipientIds: z.array(z.string()).default([]),
  batchIds: z.array(z.string()).default([]),
});

export type ErasingState = z.output<typeof state>;

/** Cached reads that an erasing makes old. */
export function erasureTags(ownerId: string): string[] {
  return [
    ...[cacheTags.recipients(ownerId), cacheTags.clients()],
    ...[cacheTags.mailings(ownerId), cacheTags.figures()],
  ];
}

/** Erases everything stored of a person in small steps, each of which may be the last and may be done again. */
export const erasingJob = jobKind({
  name: ERASING,
  input: z.object({}),
  state,
  tags: (ownerId) => ({ moving: erasureTags(ownerId), ended: erasureTags(ownerId) }),
  work: () => ({ text: "erasing", name: "" }),

  async run(job, steps) {
    while (!steps.signal.aborted) {
      const { isNamed, isOver } = await erasePerson(job, steps);
      if (isOver) return;
      if (!isNamed) {
        await steps.commit((tx, at) => finish(tx, job, at));
        return;
      }
    }
  },
});

interface Erasing {
  id: string;
  ownerId: string;
}
type ErasingSteps = Steps<ErasingState>;

/** One round over everything, and then, where it found nothing, the person is forgotten. */
async function erasePerson(
  job: Erasing,
  steps: ErasingSteps,
): Promise<{ isNamed: boolean; isOver: boolean }> {
  await letOthersEnd(job);
  const began = await steps.commit((tx, at) => eraseRecipient(tx, job, at));
  if (began.state.emails.length === 0) return { isNamed: false, isOver: false };
  const before = began.done;
  let done = before;
  for (;;) {
    const step = await steps.commit((tx, at) => eraseSome(tx, job, at));
    if (step.done === done) break;
    ({ done } = step);
    if (steps.signal.aborted) return { isNamed: true, isOver: true };
  }
  for (const erase of [eraseSuppressions, eraseTexts, eraseImports])
    await steps.commit(async (tx, at) => {
      await erase(tx, job.ownerId, at.state.emails);
      return unchanged(at);
    });
  if (done > before || (began.counts["came"] ?? 0) > 0) return { isNamed: true, isOver: false };
  const end = await steps.commit((tx, at) => forgetPerson(tx, job, at));
  return { isNamed: end.state.emails.length > 0, isOver: end.waitsUntil !== undefined };
}

function unchanged({ state: at, done, counts }: Standing<ErasingState>): Progress<ErasingState> {
  return { state: at, done, counts, finished: false };
}

/** Whoever adds a recipient of this owner at the moment has them added after this, or looks the address up. */
async function letOthersEnd({ ownerId }: Erasing): Promise<void> {
  await database().$transaction(
    (tx) => tx.$queryRaw`SELECT 1 FROM users WHERE id = ${ownerId}::uuid FOR UPDATE`,
  );
}

/** A round that found one is not the last: a page of recipients that was imported at this moment may have brought one more. */
async function eraseRecipient(
  tx: Prisma.TransactionClient,
  { ownerId }: Erasing,
  at: Standing<ErasingState>,
): Promise<Progress<ErasingState>> {
  const { emails, recipientIds } = at.state;
  if (emails.length === 0) return unchanged(at);
  const gone = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM recipients WHERE owner_id = ${ownerId}::uuid AND email = ANY(${emails}::text[]) RETURNING id`;
  const state = { ...at.state, recipientIds: [...recipientIds, ...gone.map(({ id }) => id)] };
  return { ...unchanged(at), state, counts: { ...at.counts, came: gone.length } };
}

async function eraseSome(
  tx: Prisma.TransactionClient,
  { ownerId }: Erasing,
  at: Standing<ErasingState>,
): Promise<Progress<ErasingState>> {
  const { emails, recipientIds, batchIds } = at.state;
  const person: ErasedPerson = { ownerId, emails, recipientIds };
  const { count, waiting } = await eraseDeliveries(tx, person);
  const done = at.done + count;
  const state = { ...at.state, batchIds: [...new Set([...batchIds, ...waiting])] };
  return { state, done, counts: { ...at.counts, changed: done }, finished: false };
}

/**
 * Nothing was found of the person: their address goes. Not while a file is read that may have it, and not where the owner's
 * things went to somebody else meanwhile, where it is looked for again.
 */
async function forgetPerson(
  tx: Prisma.TransactionClient,
  { id, ownerId }: Erasing,
  at: Standing<ErasingState>,
): Promise<Progress<ErasingState>> {
  const [own] = await tx.$queryRaw<{ same: boolean; reads: boolean }[]>`
    SELECT owner_id = ${ownerId}::uuid AS same, ${readsFiles} AS reads FROM jobs e WHERE e.id = ${id}::uuid`;
  if (own?.same !== true) return { ...unchanged(at), waitsUntil: await later(tx, 0) };
  if (own.reads)
    return {
      ...unchanged(at),
      counts: { ...at.counts, files: 1 },
      waitsUntil: await later(tx, ERASING_LOOK),
    };
  return { ...unchanged(at), state: { ...at.state, emails: [], recipientIds: [] } };
}

/** Done once the last batch has closed whose stored body has the person. */
async function finish(
  tx: Prisma.TransactionClient,
  _job: Erasing,
  at: Standing<ErasingState>,
): Promise<Progress<ErasingState>> {
  const waiting = await releaseClosed(tx, at.state.batchIds);
  const progress = {
    ...unchanged(at),
    state: { ...at.state, batchIds: waiting },
    counts: { ...at.counts, files: 0, waiting: waiting.length },
  };
  if (waiting.length === 0) return { ...progress, finished: true };
  return { ...progress, waitsUntil: await later(tx, ERASING_LOOK) };
}

async function later(tx: Prisma.TransactionClient, minutes: number): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT engine_now() + make_interval(mins => ${minutes}::int) AS at`;
  if (row === undefined) throw new Error("the database did not tell the time");
  return row.at;
}
