import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { analyzeAfter } from "@/lib/database/analyze";
import { database } from "@/lib/db";
import { erasedAmong } from "@/lib/erasing/erased-among";
import { openTargetList } from "@/lib/lists/commands";
import { recipientTags } from "@/lib/recipients/commands";
import { writeRows } from "@/lib/recipients/import-write";
import type { ImportRow } from "@/lib/recipients/import-row";
import { readPaste, type PastedRows, type PasteFault } from "@/lib/recipients/paste";
import type { PasteInput } from "@/lib/recipients/schema";
import type { ImportedSuppression } from "@/lib/suppressions/imported";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const SHOWN_ROWS = 20;
const SHOWN_FAULTS = 50;
const CHUNK = 1_000;

export interface PastePreview {
  /** The first rows. */
  rows: { email: string; name: string }[];
  people: number;
  /** How many of them are recipients already. */
  known: number;
  suppressed: number;
  /** People who are to be suppressed, as the text says. */
  toSuppress: number;
  duplicates: number;
  /** People whom the owner erased: they stay out, and are in no other figure. */
  erased: number;
  /** The first faults, of `invalid`. */
  faults: PasteFault[];
  invalid: number;
}

/** What a pasted text would do; changes nothing. */
export async function previewPaste(
  actor: Actor,
  text: string,
): Promise<CommandResult<PastePreview, "forbidden" | "invalid">> {
  if (!mayOwnMailings(actor)) return refused("forbidden");
  const pasted = readPaste(text);
  if (pasted.rows.length + pasted.suppressed.length + pasted.faults.length === 0) return nothingPasted();
  const { rows, suppressed, duplicates, faults, erased } = await withoutErased(actor.id, pasted);
  const emails = rows.map((row) => row.email);
  const [found] = await database().$queryRaw<{ known: number; suppressed: number }[]>`
    SELECT (SELECT count(*)::int FROM recipients WHERE owner_id = ${actor.id}::uuid AND email = ANY(${emails}::text[])) AS known,
      (SELECT count(*)::int FROM suppressions
        WHERE owner_id = ${actor.id}::uuid AND email = ANY(${emails}::text[]) AND lifted_at IS NULL) AS suppressed`;
  return done({
    rows: rows.slice(0, SHOWN_ROWS).map(({ email, name }) => ({ email, name })),
    people: rows.length,
    ...{ known: found?.known ?? 0, suppressed: found?.suppressed ?? 0 },
    toSuppress: distinct(suppressed),
    ...{ duplicates, erased },
    faults: faults.slice(0, SHOWN_FAULTS),
    invalid: faults.length,
  });
}

export interface PasteSaved {
  added: number;
  updated: number;
  unchanged: number;
  suppressed: number;
  invalid: number;
  /** People whom the owner erased: they stay out. */
  erased: number;
  listId: string | null;
}

/** Adds the people of a pasted text, as an import would: what is there already and says the same stays untouched. */
export async function savePaste(
  actor: Actor,
  { text, ...target }: PasteInput,
): Promise<CommandResult<PasteSaved, "forbidden" | "invalid">> {
  const pasted = readPaste(text);
  if (pasted.rows.length + pasted.suppressed.length === 0) return nothingPasted();
  const opened = await withActor<{ listId: string | null }, "invalid">(actor, mayOwnMailings, async (tx) => {
    const list = await openTargetList(tx, actor.id, target);
    return list.ok ? done({ listId: list.listId }) : refused("invalid", { faults: list.faults });
  });
  if (!opened.ok) return opened;
  const { listId } = opened.value;
  const { rows, suppressed, faults, erased } = await withoutErased(actor.id, pasted);
  const written = await writeAll(actor.id, listId, rows, suppressed);
  return done(
    { ...written, suppressed: distinct(suppressed), invalid: faults.length, erased, listId },
    { tags: recipientTags(actor.id) },
  );
}

async function withoutErased(ownerId: string, pasted: PastedRows): Promise<PastedRows & { erased: number }> {
  const emails = [...pasted.rows, ...pasted.suppressed].map(({ email }) => email);
  const erased = await erasedAmong(database(), ownerId, emails);
  const isLeft = ({ email }: { email: string }) => !erased.has(email);
  return {
    ...pasted,
    rows: pasted.rows.filter(isLeft),
    suppressed: pasted.suppressed.filter(isLeft),
    erased: erased.size,
  };
}

async function writeAll(
  ownerId: string,
  listId: string | null,
  rows: ImportRow[],
  suppressed: ImportedSuppression[],
) {
  let [added, updated] = [0, 0];
  for (let from = 0; from < Math.max(rows.length, suppressed.length); from += CHUNK) {
    const written = await writeRows(
      database(),
      { ownerId, listId },
      rows.slice(from, from + CHUNK),
      suppressed.slice(from, from + CHUNK),
    );
    added += written.added;
    updated += written.updated;
  }
  await analyzeAfter(database(), added + updated + suppressed.length);
  return { added, updated, unchanged: rows.length - added - updated };
}

function distinct(suppressed: readonly ImportedSuppression[]): number {
  return new Set(suppressed.map(({ email }) => email)).size;
}

function nothingPasted() {
  return refused("invalid", { faults: { text: "paste_empty" } });
}
