import { convert, type HtmlToTextOptions, type SelectorDefinition } from "html-to-text";

const common: SelectorDefinition[] = [
  ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  { selector: "a", options: { linkBrackets: ["<", ">"], hideLinkHrefIfSameAsText: true } },
  { selector: "img", format: "skip" },
  { selector: "ul", options: { itemPrefix: "- " } },
  { selector: "hr", options: { length: 40 } },
];

/** In HTML that somebody wrote tables are mostly the layout; in Markdown they are tables. */
const selectors: Record<"layout" | "data", SelectorDefinition[]> = {
  layout: [...common, { selector: "tr", format: "block" }, { selector: "td", format: "block" }],
  data: [
    ...common,
    { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
    { selector: "table[role=presentation]", format: "block" },
  ],
};

/**
 * A mail's plain text, made of its sanitized HTML. Pure.
 * @param tables what its tables are for
 */
export function plainTextOf(html: string, tables: "layout" | "data"): string {
  const options: HtmlToTextOptions = { wordwrap: false, selectors: selectors[tables] };
  return convert(html, options)
    .replace(/\u00a0/g, " ")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
