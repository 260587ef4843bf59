import { z } from "zod";
import { targetListInput } from "@/lib/lists/schema";
import { MOST_TICKED, suppressionReasons } from "@/lib/recipients/schema";
import type { RecipientConditions } from "@/lib/recipients/where";
import { suppressionNote } from "@/lib/suppressions/schema";

/** All that a filter finds. `shown` is how many they were on the page, `fingerprint` which. */
export interface Matching {
  filter: RecipientConditions;
  shown: number;
  fingerprint: string;
}

/** Rows of a list that something is done to: those that are ticked, or all that its filter finds. */
export type Chosen = { ids: string[] } | Matching;

const instantOrNone = z.union([z.literal(""), z.iso.datetime()]).default("");

/** What a list is narrowed to, as forms and jobs have it; ones from before there were the last two have none of them. */
export const conditionFields = {
  search: z.string().max(320).default(""),
  suppressed: z.enum(["yes", "no", ...suppressionReasons, ""]).default(""),
  reached: z.enum(["never", ""]).default(""),
  addedSince: instantOrNone,
  addedBefore: instantOrNone,
  lostSince: instantOrNone,
  lostBefore: instantOrNone,
};

const chosenFields = {
  ids: z.union([z.array(z.uuid()).min(1).max(MOST_TICKED), z.uuid().transform((id) => [id])]).optional(),
  shown: z.coerce.number().int().min(1).optional(),
  fingerprint: z.string().max(40).optional(),
  ...conditionFields,
  inList: z.string().default(""),
};

function chosenOf(fields: z.output<z.ZodObject<typeof chosenFields>>, context: z.RefinementCtx): Chosen {
  const { ids, shown, fingerprint, inList, search, suppressed, reached } = fields;
  if (ids !== undefined) return { ids };
  const { addedSince, addedBefore, lostSince, lostBefore } = fields;
  const instants = { addedSince, addedBefore, lostSince, lostBefore };
  const filter = { search, listId: inList || null, suppressed, reached, ...instants };
  if (shown !== undefined && fingerprint !== undefined) return { filter, shown, fingerprint };
  context.addIssue({ code: "custom", message: "invalid" });
  return z.NEVER;
}

export const chosenInput = z.object(chosenFields).transform(chosenOf);

/** Chosen rows, and the list that they go into: one that is there, or "new" with its name. */
export const chosenToListInput = z
  .object({
    ...chosenFields,
    list: z.union([z.literal("new"), z.uuid()], "list_missing"),
    newList: targetListInput.shape.newList,
  })
  .transform(({ list, newList, ...fields }, context) => ({
    target: { list, newList },
    chosen: chosenOf(fields, context),
  }));

/** Chosen rows that are suppressed, and a note on why. */
export const chosenToSuppressInput = z
  .object({ ...chosenFields, note: suppressionNote })
  .transform(({ note, ...fields }, context) => ({ note, chosen: chosenOf(fields, context) }));
