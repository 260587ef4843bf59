import { expect, it } from "vitest";
import { compileVisual } from "@/lib/messages/compile";
import { startersIn } from "@/lib/messages/starters";
import { visualEmail } from "@/lib/messages/visual-email";
import { documentOfText } from "@/lib/messages/visual-text";

it.each(
  ["en", "ru"].flatMap((language) => startersIn(language).map((one) => [language, one.name, one] as const)),
)(
  "the %s text %s, taken over into the visual editor, keeps its words, links and fields",
  async (_language, _name, { source }) => {
    const email = await visualEmail(JSON.stringify(documentOfText(source)), new Map());
    if (email === null) throw new Error("refused");
    const input = { subject: "S", preheader: "", format: "visual", source: "", textIsOwn: false, text: "" };
    const made = compileVisual({ ...input, format: "visual" }, email);
    if (typeof made === "string") throw new Error(made);
    const said = (text: string) => [...text.matchAll(/[\p{L}\d]{2,}/gu)].map(([word]) => word).sort();
    expect(new Set(said(made.text))).toEqual(new Set(said(source)));
    expect(made.html).toContain("{{name|");
    expect(made.text).not.toContain("**");
  },
);
