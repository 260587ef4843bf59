import { z } from "zod";
import { reportedInput } from "@/lib/reports/reported-input";
import { conditionFields } from "@/lib/recipients/chosen-input";

const conditions = z.object({ ...conditionFields, listId: z.string().nullable() });

/** What is done to recipients. Lists with their names, for a page that tells of it when they are gone. */
export const bulkChange = z.discriminatedUnion("what", [
  z.object({ what: z.literal("add"), listId: z.uuid(), name: z.string(), isNew: z.boolean() }),
  z.object({ what: z.literal("remove"), listId: z.uuid(), name: z.string() }),
  z.object({ what: z.literal("suppress"), note: z.string() }),
  z.object({ what: z.literal("delete") }),
  z.object({ what: z.literal("remove_field"), name: z.string() }),
]);

/** The input of a bulk change: what, and to whom: rows that somebody ticked, all that a filter finds, or who is behind a report's figure. */
export const bulkInput = z.object({
  change: bulkChange,
  target: z.union([
    z.object({ ids: z.array(z.uuid()) }),
    z.object({ filter: conditions }),
    z.object({ report: reportedInput }),
  ]),
});

export type BulkChange = z.output<typeof bulkChange>;
export type BulkInput = z.output<typeof bulkInput>;
