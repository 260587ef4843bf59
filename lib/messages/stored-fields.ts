import type { MessageFields, MessageFormat } from "@/lib/messages/schema";

interface StoredMessage {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  format: MessageFormat;
  source: string;
  document: unknown;
  textIsOwn: boolean;
}

/** What stands in the form of a message, of a row of messages or of their versions. */
export function fieldsOfRow(row: StoredMessage): MessageFields {
  const { subject, preheader, html, text, format, textIsOwn } = row;
  const sources = { markdown: row.source, html, visual: JSON.stringify(row.document) };
  return {
    ...{ subject, preheader, format, textIsOwn },
    source: sources[format],
    text: textIsOwn ? text : "",
  };
}
