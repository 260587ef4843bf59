import type { Element, Root, RootContent, Text } from "hast";
import rehypeParse from "rehype-parse";
import rehypeSanitize, { type Options } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { SMALLER_PICTURES } from "@/lib/images/schema";
import { markdownParser } from "@/lib/markdown/parser";

/** What an article is made of. Of pictures only those of this installation: nothing is loaded from anywhere else. */
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
    ],
    ...["s", "a", "br", "hr", "img", "table", "thead", "tbody", "tr", "th", "td"],
  ],
  attributes: {
    a: ["href"],
    ol: ["start"],
    img: ["alt", ["src", /^\/api\/images\/[0-9a-f-]{36}$/]],
  },
  protocols: { href: ["http", "https", "mailto"] },
  strip: ["script", "style"],
};

const cleaner = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeSanitize, allowed)
  .use(rehypeStringify)
  .freeze();

/** Pictures that are there, by id. */
export type Images = ReadonlyMap<string, { width: number; height: number }>;

export interface ReadMarkdown {
  /** The stored pictures that the text names, each once, and what it says that they show. */
  images: { id: string; alt: string }[];
  /**
   * Its HTML, sanitized: it may stand in any page as it is. Of a picture that is not known, and of every one from
   * elsewhere, only the words stand there.
   */
  html: (known: Images) => string;
}

/** Reads an article's Markdown. Pure. */
export function readMarkdown(source: string): ReadMarkdown {
  // Raw HTML is shown as it was typed; the sanitizer sees nothing that a person wrote as a tag.
  const tree: Root = cleaner.runSync(cleaner.parse(markdownParser.render(source)));
  const elements = elementsOf(tree).filter(({ tagName }) => tagName === "img");
  const images = new Map<string, string>();
  for (const image of elements) {
    const id = imageIdOf(image);
    if (id !== null && images.get(id) !== "") images.set(id, altOf(image).trim());
  }
  return {
    images: [...images].map(([id, alt]) => ({ id, alt })),
    html: (known) => cleaner.stringify({ ...tree, children: dressed(tree.children, known) }).trimEnd(),
  };
}

/** The HTML of Markdown without pictures of its own. Pure. */
export function renderMarkdown(source: string): string {
  return readMarkdown(source).html(new Map());
}

/** Minutes that reading takes, at least one: 200 words a minute. Pure. */
export function readingMinutes(html: string): number {
  const words = html.replace(/<[^>]*>/g, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return Math.max(1, Math.round(words.length / 200));
}

/** As it stands in a page, whose one first heading is the article's title. */
function dressed<Content extends RootContent>(children: readonly Content[], known: Images) {
  return children.map((child) => (child.type === "element" ? dressedElement(child, known) : child));
}

function dressedElement(element: Element, known: Images): Element | Text {
  const { tagName, properties } = element;
  const children = dressed(element.children, known);
  if (tagName === "h1") return { ...element, tagName: "h2", children };
  // Whoever has no mouse scrolls what is too wide.
  if (tagName === "pre" || tagName === "table")
    return { ...element, properties: { ...properties, tabIndex: 0 }, children };
  if (tagName !== "img") return { ...element, children };
  const id = imageIdOf(element);
  const size = id === null ? undefined : known.get(id);
  if (id === null || size === undefined) return { type: "text", value: altOf(element) };
  return { ...element, properties: { ...properties, ...size, ...served(id, size.width) } };
}

/** In which widths the browser may load it, and that it may take its time. */
function served(id: string, width: number): Record<string, string> {
  const address = `/api/images/${id}`;
  const smaller = SMALLER_PICTURES.filter((one) => one < width).map(
    (one) => `${address}?width=${one} ${one}w`,
  );
  return {
    srcSet: [...smaller, `${address} ${width}w`].join(", "),
    sizes: "(min-width: 44rem) 42rem, calc(100vw - 2rem)",
    loading: "lazy",
    decoding: "async",
  };
}

function elementsOf(parent: Root | Element): Element[] {
  return parent.children.flatMap((child) => (child.type === "element" ? [child, ...elementsOf(child)] : []));
}

function imageIdOf({ properties }: Element): string | null {
  return typeof properties.src === "string" ? properties.src.slice(-36) : null;
}

function altOf({ properties }: Element): string {
  return typeof properties.alt === "string" ? properties.alt : "";
}
