import { z } from "zod";
import { atMost } from "@/lib/actions/longest";

const LONGEST_NAME = 100;

/** A list's name: one line. */
export const listName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .min(1, "list_name_missing")
      .max(LONGEST_NAME, atMost(LONGEST_NAME))
      .refine((text) => !/\p{Cc}/u.test(text), "control_characters"),
  );

export const listInput = z.object({ name: listName });

export type ListFields = z.input<typeof listInput>;

/** Where recipients that come in go as well: nowhere, into a list that is there, or into a new one. */
export const targetListInput = z.object({
  list: z.union([z.literal(""), z.literal("new"), z.uuid("list_gone")]).default(""),
  newList: z.string().default(""),
});

export type TargetList = z.output<typeof targetListInput>;
