import type { MessageInput } from "@/lib/messages/schema";

/** A message that is written as text; its plain text is derived. */
export function markdown(subject: string, preheader: string, source: string): MessageInput {
  return { format: "markdown", subject, preheader, source, textIsOwn: false, text: "" };
}
