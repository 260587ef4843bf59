import { expect, it } from "vitest";
import { rssFeed, withWholeAddresses } from "@/lib/posts/rss";

const feed = {
  title: "Blog",
  description: "On letters",
  language: "en",
  page: "https://p.example/blog",
  feed: "https://p.example/blog/feed.xml",
};
const item = {
  title: "News",
  address: "https://p.example/blog/news",
  summary: "S",
  author: "Vera",
  publishedAt: new Date("2026-11-20T09:00:00Z"),
  body: "<p>Text</p>",
};

it("an article stands in the feed with its date, its address and its whole text", () => {
  const xml = rssFeed({ ...feed, items: [item] });
  expect(xml).toContain('<guid isPermaLink="true">https://p.example/blog/news</guid>');
  expect(xml).toContain("<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate>");
  expect(xml).toContain("<content:encoded>&lt;p&gt;Text&lt;/p&gt;</content:encoded>");
});

it("no text ends an element, and none has a character that XML cannot hold", () => {
  const hostile = `]]></title><script>&"\u0000\u0008\ud800\uffff`;
  const xml = rssFeed({ ...feed, title: hostile, items: [{ ...item, title: hostile, body: hostile }] });
  expect(xml).not.toMatch(/<script>|\u0000|\u0008|\uffff/);
  expect(xml).not.toMatch(/\p{Cs}/u);
  expect(xml.match(/<title>/g)).toHaveLength(xml.match(/<\/title>/g)?.length ?? 0);
});

it("an empty blog has a feed too", () => {
  expect(rssFeed({ ...feed, items: [] })).toContain("</channel>");
});

it("links and pictures within an article lead to its host, words that look like them stay as they are", () => {
  const html =
    `<p>href="/a" <a href="/b">c</a> <a href="//d.example/e">f</a></p>` +
    `<img src="/api/images/1" alt="a > b" srcset="/api/images/1?width=400 400w" sizes="1px" width="9">`;
  expect(withWholeAddresses(html, "https://p.example")).toBe(
    `<p>href="/a" <a href="https://p.example/b">c</a> <a href="//d.example/e">f</a></p>` +
      `<img src="https://p.example/api/images/1" alt="a > b" width="9">`,
  );
});
