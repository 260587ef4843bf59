export interface Feed {
  title: string;
  description: string;
  language: string;
  /** Address of the page that the feed follows, and of the feed itself. */
  page: string;
  feed: string;
  /** The latest first. */
  items: FeedItem[];
}

export interface FeedItem {
  title: string;
  address: string;
  summary: string;
  author: string;
  publishedAt: Date;
  /** HTML. */
  body: string;
}

/** A feed as RSS 2.0. Pure. */
export function rssFeed({ title, description, language, page, feed, items }: Feed): string {
  const [latest] = items;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${escaped(title)}</title>
<link>${escaped(page)}</link>
<description>${escaped(description)}</description>
<language>${escaped(language)}</language>
<atom:link href="${escaped(feed)}" rel="self" type="application/rss+xml"/>
${latest === undefined ? "" : `<lastBuildDate>${latest.publishedAt.toUTCString()}</lastBuildDate>\n`}${items.map(itemOf).join("\n")}
</channel>
</rss>
`;
}

/**
 * An article's HTML for a feed: in a reader an address without its host leads nowhere, and of a picture's widths it
 * knows one. Pure.
 * @param html as lib/posts/markdown.ts makes it
 * @param origin such as https://posthorn.example
 */
export function withWholeAddresses(html: string, origin: string): string {
  return html.replace(/<(?:a|img)(?: [a-z]+="[^"]*")*>/g, (tag) =>
    tag.replace(/ (?:srcset|sizes)="[^"]*"/g, "").replace(/ (href|src)="\/(?!\/)/, ` $1="${origin}/`),
  );
}

function itemOf({ title, address, summary, author, publishedAt, body }: FeedItem): string {
  return `<item>
<title>${escaped(title)}</title>
<link>${escaped(address)}</link>
<guid isPermaLink="true">${escaped(address)}</guid>
<pubDate>${publishedAt.toUTCString()}</pubDate>
<dc:creator>${escaped(author)}</dc:creator>
<description>${escaped(summary)}</description>
<content:encoded>${escaped(body)}</content:encoded>
</item>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand in an element or an attribute, without the characters that XML cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}
