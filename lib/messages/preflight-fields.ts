import { parseTemplate, VIEW_FIELD } from "@/lib/messages/merge-fields";
import type { FindingPlace } from "@/lib/messages/preflight";

interface Texts {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

/** The texts of a message that fields may stand in, each with where it is written. */
export function usedTemplates({ subject, preheader, html, text }: Texts): {
  place: FindingPlace;
  source: string;
}[] {
  const inHtml = new Set(parseTemplate(html).fields.map(({ name }) => name));
  // The plain text is made of the HTML, unless it is somebody's own.
  const alone = parseTemplate(text).fields.filter(({ name }) => !inHtml.has(name));
  return [
    { place: "subject", source: subject },
    { place: "preheader", source: preheader },
    { place: "source", source: html },
    { place: "text", source: alone.length === 0 ? "" : text },
  ];
}

/** Each field of recipients once, and whether it stands somewhere without a fallback. An email's own never lacks a value. */
export function fieldsWithoutFallback(source: string): { name: string; isBare: boolean }[] {
  const found = new Map<string, boolean>();
  for (const { name, fallback } of parseTemplate(source).fields)
    if (name !== VIEW_FIELD) found.set(name, (found.get(name) ?? false) || fallback === "");
  return [...found].map(([name, isBare]) => ({ name, isBare }));
}
