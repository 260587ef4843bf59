import rehypeSanitize, { type Options } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/** What an article is made of. Pictures stand above it, as its cover; nothing here is loaded from anywhere. */
const allowed: Options = {
  tagNames: [
    ...[
      "p",
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "ul",
      "ol",
      "li",
      "blockquote",
      "pre",
      "code",
      "em",
      "strong",
      "a",
      "br",
      "hr",
    ],
  ],
  attributes: { a: ["href"], ol: ["start"] },
  protocols: { href: ["http", "https", "mailto"] },
  strip: ["script", "style"],
};

const renderer = unified()
  .use(remarkParse)
  // HTML that stands in the Markdown is left out here already; the sanitizer is told of nothing but trees.
  .use(remarkRehype)
  .use(rehypeSanitize, allowed)
  .use(rehypeStringify)
  .freeze();

/** The HTML of an article's Markdown, sanitized: it may stand in any page as it is. Pure. */
export function renderMarkdown(source: string): string {
  const html = renderer.processSync(source).toString();
  // The page has one first heading, the article's title. No tag here has attributes, and no text has a "<".
  return html.replace(/<(\/?)h1>/g, "<$1h2>");
}

/** Minutes that reading takes, at least one: 200 words a minute. Pure. */
export function readingMinutes(html: string): number {
  const words = html.replace(/<[^>]*>/g, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return Math.max(1, Math.round(words.length / 200));
}
