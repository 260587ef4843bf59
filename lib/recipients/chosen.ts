import { type Prisma } from "@prisma/client";
import { done, refused, type CommandResult, type RefusalDetail } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { jobOpened, openJob } from "@/lib/jobs/commands";
import { BULK } from "@/lib/recipients/bulk";
import type { BulkChange, BulkInput } from "@/lib/recipients/bulk-input";
import { foundRecipients } from "@/lib/recipients/found";
import type { Chosen, Matching } from "@/lib/recipients/chosen-input";
import { ALL_RECIPIENTS, chosenWhere, recipientsWhere } from "@/lib/recipients/where";

export type ChosenRefusal = "not_found" | "number_changed" | "others_match";

/** What became of what somebody chose: done to so many, or queued for so many. */
export interface Changed {
  count: number;
  queued: boolean;
}

/** Queues a change to what somebody chose. */
export async function openBulk(
  tx: Queryable,
  ownerId: string,
  change: BulkChange,
  chosen: Chosen,
): Promise<CommandResult<Changed, ChosenRefusal>> {
  const found = await ("ids" in chosen
    ? tickedNow(tx, ownerId, chosen.ids)
    : matchingNow(tx, ownerId, chosen));
  if (!found.ok) return found;
  const target = "ids" in chosen ? chosen : { filter: { ...ALL_RECIPIENTS, ...chosen.filter } };
  const input: BulkInput = { change, target };
  await openJob(tx, BULK, { ownerId, input, total: found.found });
  return done({ count: found.found, queued: true }, jobOpened);
}

type Found = { ok: true; found: number } | ({ ok: false; code: ChosenRefusal } & RefusalDetail);

async function tickedNow(tx: Queryable, ownerId: string, ids: string[]): Promise<Found> {
  const [row] = await tx.$queryRaw<{ found: number }[]>`
    SELECT count(*)::int AS found FROM recipients r WHERE ${chosenWhere(ownerId, { ids })}`;
  return row === undefined || row.found === 0 ? refused("not_found") : { ok: true, found: row.found };
}

/**
 * How many a filter finds. If they are not the very ones that it found when the page was made, they are refused, so that
 * nothing is done to anybody who came since.
 */
export async function matchingNow(
  tx: Queryable,
  ownerId: string,
  { filter, ...seen }: Matching,
): Promise<Found> {
  const matching = await foundRecipients(tx, ownerId, filter);
  const now = {
    found: matching?.count ?? 0,
    isEstimate: String(matching?.isEstimate ?? false),
    fingerprint: matching?.fingerprint ?? "",
  };
  // Above ten thousand the page has shown an estimate; whether anybody came since, the fingerprint tells.
  if (matching?.isEstimate === true && now.fingerprint === seen.fingerprint)
    return { ok: true, found: await countAll(tx, recipientsWhere(ownerId, filter)) };
  if (now.found === 0) return refused("not_found");
  if (now.found !== seen.shown) return refused("number_changed", { values: { shown: seen.shown, ...now } });
  if (now.fingerprint !== seen.fingerprint) return refused("others_match", { values: now });
  return { ok: true, found: now.found };
}

async function countAll(tx: Queryable, where: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM recipients r WHERE ${where}`;
  return row?.count ?? 0;
}
