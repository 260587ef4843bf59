import { expect, it } from "vitest";
import { compileVisual } from "@/lib/messages/compile";
import { preflight } from "@/lib/messages/preflight";
import { messageSchema, starterNames } from "@/lib/messages/schema";
import { starterDocument } from "@/lib/messages/starter";
import { startersIn } from "@/lib/messages/starters";
import { visualEmail } from "@/lib/messages/visual-email";

it("every language has the same six starters, in the same order", () => {
  expect(starterNames).toHaveLength(6);
  for (const language of ["en", "ru"]) {
    expect(startersIn(language).map(({ name }) => name)).toEqual([...starterNames]);
  }
});

it.each(
  ["en", "ru"].flatMap((language) => startersIn(language).map((one) => [language, one.name, one] as const)),
)(
  "the %s starter %s can be saved as it is, with a title, a button and its reader's name, and lacks only addresses",
  async (_language, _name, starter) => {
    const { subject, preheader } = starter;
    const input = messageSchema.parse({
      ...{ subject, preheader, source: JSON.stringify(starterDocument(starter)) },
      ...{ format: "visual", textIsOwn: false, text: "" },
    });
    const email = await visualEmail(input.source, new Map());
    if (email === null) throw new Error("refused");
    const made = compileVisual(input, email);
    if (typeof made === "string") throw new Error(made);
    expect(made.html).toMatch(/<td style="background-color:#[0-9a-f]{6}[^>]*;color:#ffffff"><h1 /);
    expect(made.html).toMatch(/border-radius:8px"><a style=/);
    for (const part of [made.html, made.text]) expect(part).toContain("{{name|");
    expect(made.text).not.toMatch(/\*\*|\]\(|^[>|]/m);
    const found = preflight(
      { subject, preheader, html: made.html, text: made.text, removed: [], size: made.html.length },
      {
        known: [],
        lacking: {},
        asked: 0,
        unsupported: [],
        postalAddress: true,
        sender: { domain: "posthorn.test", state: "verified" as const },
      },
    );
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["link_example"]));
  },
);
