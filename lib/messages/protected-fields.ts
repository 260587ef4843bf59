import { textOf } from "@/lib/messages/email-tree";
import { decodeFields, fieldName, parseTemplate, writeField } from "@/lib/messages/merge-fields";

/** A source whose merge fields stand as plain words, which no parser of HTML or Markdown takes apart. */
export interface ProtectedSource {
  text: string;
  /** The fields in a value, each as the word that stands for it, replaced by `write`. */
  replace: (value: string, write: (field: ProtectedField) => string) => string;
}

export interface ProtectedField {
  name: string;
  /** Plain text. */
  fallback: string;
}

/**
 * Replaces the merge fields of a source by words. A field whose name holds signs of markup stays text and is no field.
 * @param plain reads a fallback as plain text: in HTML it is HTML
 */
export function protectFields(source: string, plain: (part: string) => string): ProtectedSource {
  const decoded = decodeFields(source);
  const word = unusedWord(decoded);
  const fields: ProtectedField[] = [];
  const parsed = parseTemplate(decoded);
  const text = parsed.texts.reduce((out, part, index) => {
    const field = parsed.fields[index];
    if (field === undefined) return out + part;
    // Editors write a blank in it as an entity, in Markdown too.
    const name = fieldName(textOf(field.name));
    if (name === "" || /[<>"`{}|]/.test(field.name + name)) return out + part + writeField(field);
    fields.push({ name, fallback: plain(field.fallback).replace(/[{}]/g, "") });
    return `${out}${part}${word}${fields.length - 1}e`;
  }, "");
  const pattern = new RegExp(`${word}(\\d+)e`, "g");
  const replace: ProtectedSource["replace"] = (value, write) =>
    value.replace(pattern, (found, index: string) => {
      const field = fields[Number(index)];
      return field === undefined ? found : write(field);
    });
  return { text, replace };
}

/** One that the source does not hold, whatever follows it. */
function unusedWord(source: string): string {
  const used = new Set([...source.matchAll(/mergefield(\d{1,9})x/g)].map(([, number]) => Number(number)));
  let free = 0;
  while (used.has(free)) free += 1;
  return `mergefield${free}x`;
}
