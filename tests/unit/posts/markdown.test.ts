import { expect, it } from "vitest";
import { readingMinutes, readMarkdown, renderMarkdown } from "@/lib/posts/markdown";
import { LONGEST_SOURCE } from "@/lib/posts/schema";

it("an article is paragraphs, headings, lists, quotes, code, emphasis and links", () => {
  const html = renderMarkdown(
    "## One\n\nA *b* **c** `d` [e](https://f.example/?g=h)\n\n- i\n- j\n\n3. k\n\n> l\n\n```js\nm < n\n```\n\n---\n\n~~o~~\n\n|p|\n|-|\n|r|",
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
    '<pre tabindex="0"><code>m &#x3C; n',
    "<hr>",
    "<s>o</s>",
    '<table tabindex="0">',
    "<td>r</td>",
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
  "![x](/api/images/../../blog/feed.xml)",
  "![x](//tracker.example/api/images/01a1ffe0-0e66-74f3-a12a-317338f5b8d2)",
  "![x](/api/images/01a1ffe0-0e66-74f3-a12a-317338f5b8d2?width=1)",
  "![x](/api/images/01a1ffe0-0e66-74f3-a12a-317338f5b8d2)",
])("nothing of %j runs, loads or poses as the page", (source) => {
  const html = renderMarkdown(source);
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)];
  for (const [, name, attributes] of tags) {
    expect(["p", "a", "pre", "code", "em", "strong"]).toContain(name);
    expect(attributes).toMatch(/^(| tabindex="0"| href="(https?|mailto):[^"]*"| href="[^":]*")$/);
  }
  expect(html.replace(/<[^>]*>/g, "")).not.toContain("<");
});

it("reading takes a minute at least, and one for every 200 words in any alphabet", () => {
  expect(readingMinutes("")).toBe(1);
  expect(readingMinutes(`<p>${"слово ".repeat(1_000)}</p>`)).toBe(5);
});

const id = "01a1ffe0-0e66-74f3-a12a-317338f5b8d2";

it("a stored picture stands in the text with its size, in the widths that it is kept in", () => {
  const text = readMarkdown(
    `Look: ![A "street" > <h1>](/api/images/${id}) and ![![x](y)](https://far.example/z.png)`,
  );
  expect(text.images).toEqual([{ id, alt: 'A "street" > <h1>' }]);
  const html = text.html(new Map([[id, { width: 1_000, height: 500 }]]));
  expect(html).toContain(
    `<img src="/api/images/${id}" alt="A &#x22;street&#x22; > <h1>" width="1000" height="500"`,
  );
  expect(html).toContain(
    `srcset="/api/images/${id}?width=400 400w, /api/images/${id}?width=800 800w, /api/images/${id} 1000w"`,
  );
  expect(html).toMatch(/loading="lazy"[^>]*> and x<\/p>$/);
  expect(text.html(new Map())).toBe('<p>Look: A "street" > &#x3C;h1> and x</p>');
});

it("a picture's words keep every sign that was typed, escaped or as an entity", () => {
  const source = `![A \\[wet\\] street \\* R&amp;D](/api/images/${id})`;
  expect(readMarkdown(source).images).toEqual([{ id, alt: "A [wet] street * R&D" }]);
});

it("a picture that is named twice counts as without words where it has none once", () => {
  const address = `(/api/images/${id})`;
  for (const source of [
    `![A]${address} ![ ]${address}`,
    `![ ]${address} ![A]${address}`,
    `![][p]\n\n[p]: /api/images/${id}`,
  ])
    expect(readMarkdown(source).images).toEqual([{ id, alt: "" }]);
});

// Each of them kept another parser, and with it the whole process, busy for 8 to 105 seconds.
it.each([">", "> ", "*a_ ", "[a](", "-\n"])(
  "%j, as often as it fits into an article, is read without ado",
  (part) => {
    const source = part.repeat(LONGEST_SOURCE / part.length);
    const begun = process.cpuUsage();
    renderMarkdown(source);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000_000).toBeLessThan(8);
  },
);
