import { Parser } from "htmlparser2";
import { expect } from "vitest";

/** What a mail program makes of HTML: every element with its attributes. */
export function elementsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push({ name, attributes }) });
  parser.end(html);
  return found;
}

const HARMLESS = new Set([
  ..."html head meta body div p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong s a img b i u".split(
    " ",
  ),
  ..."table thead tbody tfoot tr th td span font center small del ins sub sup mark q abbr dl dt dd tt big".split(
    " ",
  ),
  ..."address caption col colgroup strike".split(" "),
]);

/** Nothing in it runs, loads by itself but images, or poses as the page. */
export function expectHarmless(html: string): void {
  for (const { name, attributes } of elementsOf(html)) {
    expect(HARMLESS).toContain(name);
    if (name === "meta") continue;
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(attribute).not.toMatch(/^on|^(?:id|name|class|srcset|ping|target|background|action|form)$/i);
      if (attribute === "href") expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:|#|\{\{)/i);
      if (attribute === "src") expect(value).toMatch(/^(?:https?:\/\/|\/api\/images\/|\{\{)/i);
      if (attribute === "style") expect(value).not.toMatch(/url|expression|import|position|\\|@|\{/i);
    }
  }
}
