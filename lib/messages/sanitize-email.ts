import type { Element, ElementContent, Root } from "hast";
import rehypeSanitize, { type Options } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { propertiesOf, safeProperties } from "@/lib/messages/email-attributes";
import { parseEmail, textOf } from "@/lib/messages/email-tree";
import { writeField } from "@/lib/messages/merge-fields";
import { protectFields, type ProtectedSource } from "@/lib/messages/protected-fields";
import { escapeHtml } from "@/lib/sending/render";

const TAGS = [
  ...["a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "code", "col", "colgroup"],
  ...[
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
  ],
  ...["li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup"],
  ...["table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"],
];

/** What goes with everything in it. */
const STRIPPED = [
  ...["script", "style", "title", "textarea", "select", "noscript", "template", "iframe", "object", "applet"],
  ...["svg", "math", "xmp", "noembed", "noframes", "plaintext", "audio", "video", "canvas"],
];

/** Parts of a document that say nothing to the reader: that they go is not worth a word. */
const SILENT = new Set(["html", "head", "body", "meta", "title"]);

const allowed: Options = {
  tagNames: TAGS,
  strip: STRIPPED,
  attributes: Object.fromEntries(TAGS.map((tag) => [tag, propertiesOf(tag)])),
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["http", "https"] },
};

const emailCleaner = unified()
  .use(rehypeSanitize, allowed)
  .use(rehypeStringify, { characterReferences: { useNamedReferences: false } })
  .freeze();

/** After each it is read as a mail program would read it; in practice the second changes nothing any more. */
const PASSES = 6;

export interface SanitizedEmail {
  /** Elements, styles and addresses that an email may hold, and nothing else. Sanitized again it stays as it is. */
  html: string;
  /** Names of elements that were taken out, sorted: what their writer may miss. */
  removed: string[];
  /** It is nested too deep to be read to its end. */
  isCut: boolean;
}

/**
 * Makes HTML that somebody wrote, a whole document or a part of one, fit to stand within an email. Merge fields stay;
 * braces that make none can make none later. Pure.
 */
export function sanitizeEmail(source: string): SanitizedEmail {
  const first = sanitizedOnce(source);
  let { html } = first;
  for (let pass = 1; pass < PASSES; pass += 1) {
    const again = sanitizedOnce(html).html;
    if (again === html) return { ...first, html };
    html = again;
  }
  // What will not settle is told as text.
  return { ...first, html: `<p>${escapeHtml(textOf(html).replace(/[{}]/g, ""))}</p>` };
}

function sanitizedOnce(source: string): SanitizedEmail {
  const fields = protectFields(source, textOf);
  const { root, elements, isCut } = parseEmail(fields.text);
  const html = restoreFields(writeEmailTree(cleanEmailTree(root, fields)), fields).trim();
  const removed = [...elements].filter((name) => !TAGS.includes(name) && !SILENT.has(name));
  return { html, removed: removed.filter((name) => /^[a-z][a-z0-9-]{0,29}$/.test(name)).sort(), isCut };
}

/** A tree as `parseEmail` reads it, with what an email may hold, and nothing else. */
export function cleanEmailTree(root: Root, fields: ProtectedSource): Root {
  return emailCleaner.runSync({ type: "root", children: cleaned(root.children, fields) });
}

export function writeEmailTree(root: Root): string {
  return emailCleaner.stringify(root);
}

/**
 * Puts merge fields back into HTML. Other braces become entities first: between two halves of a field everything would
 * be cut out when it is filled, the end of an attribute included.
 */
export function restoreFields(html: string, fields: ProtectedSource): string {
  const braceless = html.replace(/[{}]/g, (brace) => `&#${brace.charCodeAt(0)};`);
  return fields.replace(braceless, ({ name, fallback }) =>
    writeField({ name, fallback: escapeHtml(fallback) }),
  );
}

function cleaned(
  nodes: readonly (Root["children"][number] | ElementContent)[],
  fields: ProtectedSource,
): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") return [node];
    if (node.type !== "element") return [];
    const element = cleanedElement(node, fields);
    return element === null ? [] : [element];
  });
}

function cleanedElement({ tagName, properties, children }: Element, fields: ProtectedSource): Element | null {
  // A document's body has the look of the whole, and becomes a box.
  const name = tagName === "body" && typeof properties.style === "string" ? "div" : tagName;
  const safe = safeProperties(name, properties, fields);
  if (name === "img" && !("src" in safe)) return null;
  return { type: "element", tagName: name, properties: safe, children: cleaned(children, fields) };
}
