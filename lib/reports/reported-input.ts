import { z } from "zod";
import { targetListInput } from "@/lib/lists/schema";
import { readDays, writeDays } from "@/lib/reports/days";
import { deliveryOutcomes } from "@/lib/reports/outcomes";

const text = z.string().max(500).default("");

/** The deliveries behind a figure, as forms and jobs have them. */
export const reportedInput = z.object({
  days: z
    .object({ first: z.string(), last: z.string(), timeZone: z.string().min(1).max(100) })
    .refine((days) => readDays(writeDays(days), days.timeZone) !== null, "invalid"),
  outcome: z.enum(deliveryOutcomes),
  mailing: z.union([z.literal(""), z.uuid()]).default(""),
  domain: text,
  link: text,
  hour: z.int().min(0).max(23).nullable().default(null),
  search: z.string().max(320).default(""),
});

/** The list that their recipients go into: one that is there, or "new" with its name. */
export const reportedListInput = z.object({
  list: z.union([z.literal("new"), z.uuid()], "list_missing"),
  newList: targetListInput.shape.newList,
});
