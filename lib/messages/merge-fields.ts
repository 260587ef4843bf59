/**
 * Merge fields: `{{name}}`, `{{email}}` or any imported column, with an optional fallback after a bar,
 * `{{name|friend}}`, used where the value is missing or blank. Names compare without case.
 */
export type MergeValues = Readonly<Record<string, string>>;

interface Field {
  name: string;
  fallback: string;
}

/** Literal text at even positions, fields at odd ones. */
export interface Template {
  texts: readonly string[];
  fields: readonly Field[];
}

// Nothing in it can match one letter in two ways: the work grows with the text and no faster.
const FIELD = /\{\{([^{}|]+)(?:\|([^{}]*))?\}\}/g;
const ENCODED_FIELD = /%7B%7B(?:[^{}%<>"\s]|%(?!7[BD])[0-9A-F]{2})+%7D%7D/gi;
/** The address of the page that shows an email in the browser: each email's own, whoever it goes to. */
export const VIEW_FIELD = "view_in_browser";
/** What every recipient has, and every email: no field of an owner's. */
const BUILT_IN: ReadonlySet<string> = new Set(["name", "email", VIEW_FIELD]);

/** Any blank, the non-breaking one included, is one space. */
export function fieldName(raw: string): string {
  return raw.replace(/\s+/g, " ").trim().toLowerCase();
}

/**
 * Fields whose braces another program has percent-encoded, as many do in links, are fields again. For what somebody wrote:
 * in HTML that is compiled already, what comes out of the encoding would be markup.
 */
export function decodeFields(source: string): string {
  return source.replace(ENCODED_FIELD, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch (error) {
      if (error instanceof URIError) return encoded;
      throw error;
    }
  });
}

export function parseTemplate(source: string): Template {
  const texts: string[] = [];
  const fields: Field[] = [];
  let end = 0;
  for (const match of source.matchAll(FIELD)) {
    texts.push(source.slice(end, match.index));
    fields.push({ name: fieldName(match[1] ?? ""), fallback: (match[2] ?? "").trim() });
    end = match.index + match[0].length;
  }
  texts.push(source.slice(end));
  return { texts, fields };
}

/** The field as a person types it. */
export function writeField({ name, fallback }: Field): string {
  return fallback === "" ? `{{${name}}}` : `{{${name}|${fallback}}}`;
}

/**
 * Puts the values in. `escape` is applied to values alone, with the number of their field: fallbacks are the template's own
 * text, and in a template of HTML they are HTML already.
 */
export function fillTemplate(
  template: Template,
  values: MergeValues,
  escape: (value: string, index: number) => string,
): string {
  let out = template.texts[0] ?? "";
  template.fields.forEach((field, index) => {
    // Own values only: {{constructor}} would find what every object has.
    const value = Object.hasOwn(values, field.name) ? (values[field.name] ?? "") : "";
    out += (value.trim() === "" ? field.fallback : escape(value, index)) + (template.texts[index + 1] ?? "");
  });
  return out;
}

/** For a title or a choice, which no recipient stands behind: fallbacks in place of fields that have one. */
export function withFallbacks(source: string): string {
  const { texts, fields } = parseTemplate(source);
  return texts.reduce((out, text, index) => {
    const field = fields[index];
    return out + text + (field === undefined ? "" : field.fallback || `{{${field.name}}}`);
  }, "");
}

/** The same template as a source of another kind: plain text that is to stand in HTML, with its fallbacks. */
export function escapeSource(source: string, escape: (text: string) => string): string {
  const { texts, fields } = parseTemplate(source);
  return texts.reduce((out, text, index) => {
    const field = fields[index];
    return out + escape(text) + (field === undefined ? "" : `{{${field.name}|${escape(field.fallback)}}}`);
  }, "");
}

/** Names of the imported columns that the sources use, without what every email has, sorted. */
export function usedFields(...sources: string[]): string[] {
  const names = sources.flatMap((source) => parseTemplate(source).fields.map((field) => field.name));
  return [...new Set(names)].filter((name) => !BUILT_IN.has(name)).sort();
}
