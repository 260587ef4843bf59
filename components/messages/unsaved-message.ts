import { z } from "zod";
import { messageFormats, type MessageFields } from "@/lib/messages/schema";

/** What stands in the form of a message. */
export type TypedMessage = MessageFields;

/** What is typed and not saved, and the save that it was written upon; null for a message that is yet to be created. */
export const unsavedMessage = z.object({
  fields: z.object({
    subject: z.string(),
    preheader: z.string(),
    format: z.enum(messageFormats),
    source: z.string(),
    textIsOwn: z.boolean(),
    text: z.string(),
  }),
  version: z.number().nullable(),
});

export function isSameText(one: TypedMessage, other: TypedMessage): boolean {
  return (
    one.subject === other.subject &&
    one.preheader === other.preheader &&
    one.format === other.format &&
    one.source === other.source &&
    one.textIsOwn === other.textIsOwn &&
    one.text === other.text
  );
}
