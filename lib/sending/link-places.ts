import { Tokenizer } from "htmlparser2";
import type { Template } from "@/lib/messages/merge-fields";

/** Where a merge field stands: outside of every address, as the beginning of one, or further within one. */
export type LinkPlace = "outside" | "start" | "within";

/** Takes the place of a field while the text around it is read. */
const STAND_IN = "x";

/** The place of each field of a template of HTML: in the value of an `href` or `src`, or outside. Linear in its length. */
export function placesInHtml({ texts, fields }: Template): LinkPlace[] {
  const source = texts.join(STAND_IN);
  const values = addressesIn(source);
  let offset = -1;
  let next = 0;
  return fields.map((_field, index) => {
    offset += (texts[index]?.length ?? 0) + 1;
    while ((values[next]?.end ?? Infinity) <= offset) next += 1;
    const value = values[next];
    if (value === undefined || value.start > offset) return "outside";
    return source.slice(value.start, offset).trim() === "" ? "start" : "within";
  });
}

/** The same in plain text, where an address reaches from its scheme to the next blank, bracket or quote. */
export function placesInText({ texts, fields }: Template): LinkPlace[] {
  let isAddress = false;
  return fields.map((_field, index) => {
    const text = texts[index] ?? "";
    const word = /[^\s<>"']*$/.exec(text.slice(-LONGEST_ADDRESS))?.[0] ?? "";
    isAddress = SCHEME.test(word) || (isAddress && word === text);
    return isAddress ? "within" : "outside";
  });
}

const SCHEME = /(?:https?:\/\/|mailto:)/i;
const LONGEST_ADDRESS = 2_000;

interface Span {
  start: number;
  end: number;
}

function addressesIn(source: string): Span[] {
  const found: Span[] = [];
  let isAddress = false;
  let start: number | null = null;
  const nothing = () => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onattribname(from, to) {
        isAddress = /^(?:href|src)$/i.test(source.slice(from, to));
        start = null;
      },
      onattribdata(from) {
        start ??= from;
      },
      onattribend(_quote, end) {
        if (isAddress && start !== null) found.push({ start, end });
      },
      onattribentity: nothing,
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onopentagname: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return found;
}

/** A recipient's value as it stands in an address; an `@` may, and is easier to read. */
export function withinAddress(value: string): string {
  return encodeURIComponent(wellFormed(value)).replaceAll("%40", "@");
}

/**
 * A recipient's value as a whole address, in the form that the URL standard gives it; `shop.example/a` gets the scheme that
 * browsers would try. Empty where it is none, or none that a link may have.
 */
export function wholeAddress(value: string): string {
  const text = wellFormed(value).trim();
  const written = /^[^\s/:?#@]+\.[^\s/:?#@]+(?:[/?#]|$)/.test(text) ? `https://${text}` : text;
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(written) || !URL.canParse(written)) return "";
  return new URL(written).href;
}

/** `encodeURIComponent` throws at half of a pair of UTF-16. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
