import { emailTemplate } from "@/lib/messages/email-template";
import { markdownEmail } from "@/lib/messages/markdown-email";
import type { StoredImages } from "@/lib/messages/named-images";
import { decodeFields } from "@/lib/messages/merge-fields";
import { plainTextOf } from "@/lib/messages/plain-text";
import { sanitizeEmail } from "@/lib/messages/sanitize-email";
import { LONGEST_HTML, type MessageFormat, type MessageInput } from "@/lib/messages/schema";
import type { VisualDocument } from "@/lib/messages/visual-document";
import type { VisualEmail } from "@/lib/messages/visual-email";
import { visualTemplate } from "@/lib/messages/visual-template";

/** Both parts of a mail as they are saved, with their merge fields. */
export interface CompiledMessage {
  html: string;
  text: string;
  /** Elements of the source that a mail may not hold, by their names. */
  removed: string[];
  /** Of the visual editor; null where the source was written by hand. */
  document: VisualDocument | null;
}

/** A message whose source is a text. */
export type WrittenInput = Omit<MessageInput, "format"> & { format: Exclude<MessageFormat, "visual"> };

type CompileFault = "message_long" | "message_deep" | "message_empty";

/** What becomes of a message's source; a code of the catalogue's "faults" where that is no mail. Pure. */
export function compileMessage(input: WrittenInput, images: StoredImages): CompiledMessage | CompileFault {
  const made = input.format === "markdown" ? fromMarkdown(input.source, images) : fromHtml(input.source);
  return made === "message_deep" ? made : finished(input, made);
}

/** The same of what the visual editor has made. Pure. */
export function compileVisual(
  input: MessageInput,
  { document, content }: VisualEmail,
): CompiledMessage | CompileFault {
  const html = visualTemplate(content, document.attrs);
  return finished(input, { html, text: plainTextOf(content, "layout"), removed: [], document });
}

function finished(
  input: Pick<MessageInput, "textIsOwn" | "text">,
  made: CompiledMessage,
): CompiledMessage | CompileFault {
  if (made.html.length > LONGEST_HTML) return "message_long";
  if (made.text === "" && !made.html.includes("<img")) return "message_empty";
  return { ...made, text: input.textIsOwn ? decodeFields(input.text).trim() : made.text };
}

function fromMarkdown(source: string, images: StoredImages): CompiledMessage {
  const content = markdownEmail(source, images);
  return { html: emailTemplate(content), text: plainTextOf(content, "data"), removed: [], document: null };
}

function fromHtml(source: string): CompiledMessage | "message_deep" {
  const { html, removed, isCut } = sanitizeEmail(source);
  return isCut ? "message_deep" : { html, text: plainTextOf(html, "layout"), removed, document: null };
}
