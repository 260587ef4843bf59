import { emailTemplate } from "@/lib/messages/email-template";
import { markdownEmail } from "@/lib/messages/markdown-email";
import type { StoredImages } from "@/lib/messages/named-images";
import { decodeFields } from "@/lib/messages/merge-fields";
import { plainTextOf } from "@/lib/messages/plain-text";
import { sanitizeEmail } from "@/lib/messages/sanitize-email";
import { LONGEST_HTML, type MessageInput } from "@/lib/messages/schema";

/** Both parts of a mail as they are saved, with their merge fields. */
export interface CompiledMessage {
  html: string;
  text: string;
  /** Elements of the source that a mail may not hold, by their names. */
  removed: string[];
}

/** What becomes of a message's source; a code of the catalogue's "faults" where that is no mail. Pure. */
export function compileMessage(
  input: MessageInput,
  images: StoredImages,
): CompiledMessage | "message_long" | "message_deep" | "message_empty" {
  const made = input.format === "markdown" ? fromMarkdown(input.source, images) : fromHtml(input.source);
  if (made === "message_deep") return made;
  if (made.html.length > LONGEST_HTML) return "message_long";
  if (made.text === "" && !made.html.includes("<img")) return "message_empty";
  return { ...made, text: input.textIsOwn ? decodeFields(input.text).trim() : made.text };
}

function fromMarkdown(source: string, images: StoredImages): CompiledMessage {
  const content = markdownEmail(source, images);
  return { html: emailTemplate(content), text: plainTextOf(content, "data"), removed: [] };
}

function fromHtml(source: string): CompiledMessage | "message_deep" {
  const { html, removed, isCut } = sanitizeEmail(source);
  return isCut ? "message_deep" : { html, text: plainTextOf(html, "layout"), removed };
}
