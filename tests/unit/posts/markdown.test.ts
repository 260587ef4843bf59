import { expect, it } from "vitest";
import { readingMinutes, renderMarkdown } from "@/lib/posts/markdown";

it("an article is paragraphs, headings, lists, quotes, code, emphasis and links", () => {
  const html = renderMarkdown(
    "## One\n\nA *b* **c** `d` [e](https://f.example/?g=h)\n\n- i\n- j\n\n3. k\n\n> l\n\n```js\nm < n\n```\n\n---",
  );
  for (const part of [
    "<h2>One</h2>",
    "<em>b</em>",
    "<strong>c</strong>",
    "<code>d</code>",
    '<a href="https://f.example/?g=h">e</a>',
    "<li>i</li>",
    '<ol start="3">',
    "<blockquote>",
    "<pre><code>m &#x3C; n",
    "<hr>",
  ])
    expect(html).toContain(part);
});

it("its first heading is one below the title of the page", () => {
  expect(renderMarkdown("# Loud\n\n###### Quiet `<h1>`")).toBe(
    "<h2>Loud</h2>\n<h6>Quiet <code>&#x3C;h1></code></h6>",
  );
});

it.each([
  "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)> b",
  "<svg/onload=alert(1)>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<a href='javascript:alert(1)' onclick='alert(1)'>x</a>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt&#58;alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](vbscript:alert(1))",
  "<javascript:alert(1)>",
  "![x](https://tracker.example/pixel.png)",
  '![x](x "onerror=alert(1)")',
  "[x]: javascript:alert(1)\n\n[x]",
  "<style>body{display:none}</style>",
  "<form action=/login><input name=password></form>",
  "<math><mtext></p><script>alert(1)</script>",
  "```html onload=alert(1)\n<script>alert(1)</script>\n```",
  "<!--><script>alert(1)</script>-->",
])("nothing of %j runs, loads or poses as the page", (source) => {
  const html = renderMarkdown(source);
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)];
  for (const [, name, attributes] of tags) {
    expect(["p", "a", "pre", "code", "em", "strong"]).toContain(name);
    expect(attributes).toMatch(/^(| href="(https?|mailto):[^"]*"| href="[^":]*")$/);
  }
  expect(html.replace(/<[^>]*>/g, "")).not.toContain("<");
});

it("reading takes a minute at least, and one for every 200 words in any alphabet", () => {
  expect(readingMinutes("")).toBe(1);
  expect(readingMinutes(`<p>${"слово ".repeat(1_000)}</p>`)).toBe(5);
});
