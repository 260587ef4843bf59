import { z } from "zod";
import { messageFormats, type TypedMessage } from "@/lib/messages/schema";

/** The draft that is kept of what is typed: lib/messages/drafts.ts. */
const storedDraft = z.object({
  /** Of a message that may be yet to be created. */
  messageId: z.string(),
  draftId: z.string(),
  writer: z.string().nullable(),
  seen: z.number().nullable(),
});
export type StoredDraft = z.output<typeof storedDraft>;

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
  draft: storedDraft.nullable().default(null),
});

/** The same text is the same string, in whatever order its fields came. */
export function textOf({ subject, preheader, format, source, textIsOwn, text }: TypedMessage): string {
  return JSON.stringify({ subject, preheader, format, source, textIsOwn, text });
}

/** As its form sends it. */
export function formOf({ textIsOwn, ...texts }: TypedMessage): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(texts)) form.set(name, value);
  if (textIsOwn) form.set("textIsOwn", "on");
  return form;
}
