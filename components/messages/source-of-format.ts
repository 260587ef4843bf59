import { useRef } from "react";
import type { MessageForm } from "@/components/messages/use-message-form";
import { messageFormats, type MessageFormat } from "@/lib/messages/schema";
import { emptyDocument, readDocument } from "@/lib/messages/visual-document";
import { documentOfText } from "@/lib/messages/visual-text";

/**
 * Keeps what was written in each format while another is tried: going back loses nothing.
 * @returns called with the format that somebody chooses
 */
export function useSourceOfFormat({ getValues, setValue }: MessageForm, format: MessageFormat) {
  const written = useRef(new Map<MessageFormat, string>());
  return (chosen: string) => {
    const next = messageFormats.find((one) => one === chosen);
    if (next === undefined || next === format) return;
    const source = getValues("source");
    written.current.set(format, source);
    setValue("source", written.current.get(next) ?? beginning(format, next, source), { shouldDirty: true });
  };
}

/** What there is to begin with in a format that nothing was written in. */
function beginning(before: MessageFormat, next: MessageFormat, source: string): string {
  if (next === "visual")
    return JSON.stringify(before === "markdown" ? documentOfText(source) : emptyDocument());
  // Markdown holds HTML as well as text.
  return before === "visual" || readDocument(source) !== null ? "" : source;
}
