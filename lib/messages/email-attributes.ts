import { safeStyle } from "@/lib/messages/email-style";
import { writeField } from "@/lib/messages/merge-fields";
import type { ProtectedSource } from "@/lib/messages/protected-fields";

/** Reads the value of one attribute; null where an email may not carry it. */
type Reader = (value: string, source: ProtectedSource) => string | null;

interface Attribute {
  /** As the tree of HTML calls it. */
  property: string;
  read: Reader;
}

const words: Reader = (value) => value;
const shaped =
  (pattern: RegExp): Reader =>
  (value) =>
    pattern.test(value.trim()) ? value.trim() : null;
const length = shaped(/^\d{1,5}(?:\.\d{1,3})?(?:%|px)?$/i);
const color = shaped(/^(?:#[0-9a-f]{3,8}|[a-z]{3,30})$/i);
const keyword = shaped(/^[a-z-]{1,30}$/i);
const number = shaped(/^\d{1,5}$/);

/** Where a link may lead, and where an image may lie: no scheme that runs or embeds anything. */
const LINK = /^(?:https?:\/\/|mailto:|tel:\+?|#)[^\s]*$/i;
const IMAGE = /^(?:https?:\/\/[^\s]+|\/api\/images\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** An address, or a merge field whose value is one: then its fallback has to be one as well. */
const address =
  (pattern: RegExp): Reader =>
  (value, source) => {
    const plain = value.replace(/[\p{Cc}\s]+/gu, (blanks) => (/^ +$/.test(blanks) ? " " : "")).trim();
    const written = source.replace(plain, writeField);
    const leading = /^\{\{[^{}|]+(?:\|([^{}]*))?\}\}/.exec(written);
    if (leading !== null) return leading[1] === undefined || pattern.test(leading[1].trim()) ? plain : null;
    return pattern.test(plain.replaceAll(" ", "%20")) ? plain : null;
  };

const everywhere: Record<string, Attribute> = {
  // A recipient's value would be a declaration of its own, or several.
  style: {
    property: "style",
    read: (value, source) => safeStyle(source.replace(value, () => "{}")) || null,
  },
  title: { property: "title", read: words },
  dir: { property: "dir", read: shaped(/^(?:ltr|rtl|auto)$/i) },
  lang: { property: "lang", read: shaped(/^[a-z0-9-]{1,20}$/i) },
  align: { property: "align", read: keyword },
  role: { property: "role", read: keyword },
  "aria-hidden": { property: "ariaHidden", read: shaped(/^(?:true|false)$/i) },
  "aria-label": { property: "ariaLabel", read: words },
};

const ofBoxes: Record<string, Attribute> = {
  width: { property: "width", read: length },
  height: { property: "height", read: length },
  valign: { property: "vAlign", read: keyword },
  bgcolor: { property: "bgColor", read: color },
  border: { property: "border", read: number },
  cellpadding: { property: "cellPadding", read: number },
  cellspacing: { property: "cellSpacing", read: number },
  colspan: { property: "colSpan", read: number },
  rowspan: { property: "rowSpan", read: number },
  scope: { property: "scope", read: keyword },
};

const boxes = ["table", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup"];

/** Attributes of one element beside those that every element may have. */
const attributesOf: Record<string, Record<string, Attribute>> = {
  ...Object.fromEntries(boxes.map((box) => [box, ofBoxes])),
  a: { href: { property: "href", read: address(LINK) } },
  img: {
    src: { property: "src", read: address(IMAGE) },
    alt: { property: "alt", read: words },
    width: { property: "width", read: length },
    height: { property: "height", read: length },
    border: { property: "border", read: number },
  },
  hr: { width: { property: "width", read: length } },
  font: {
    color: { property: "color", read: color },
    face: { property: "face", read: shaped(/^[\w\s,-]{1,100}$/) },
    size: { property: "size", read: shaped(/^[+-]?\d$/) },
  },
  ol: { start: { property: "start", read: number }, type: { property: "type", read: shaped(/^[1aAiI]$/) } },
};

/** What of an element's attributes an email may carry, by the names of the tree. Pure. */
export function safeProperties(
  tagName: string,
  attributes: Readonly<Record<string, unknown>>,
  source: ProtectedSource,
): Record<string, string> {
  const known = { ...everywhere, ...(Object.hasOwn(attributesOf, tagName) ? attributesOf[tagName] : {}) };
  const safe: Record<string, string> = {};
  for (const [name, { property, read }] of Object.entries(known)) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const kept = typeof value === "string" ? read(value, source) : null;
    if (kept !== null) safe[property] = kept;
  }
  return safe;
}

/** The names of the tree that an element of this name may have. */
export function propertiesOf(tagName: string): string[] {
  return [everywhere, Object.hasOwn(attributesOf, tagName) ? (attributesOf[tagName] ?? {}) : {}].flatMap(
    (attributes) => Object.values(attributes).map(({ property }) => property),
  );
}
