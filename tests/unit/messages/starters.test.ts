import { expect, it } from "vitest";
import { compileMessage } from "@/lib/messages/compile";
import { startersIn } from "@/lib/messages/starters";
import { messageSchema, starterNames } from "@/lib/messages/schema";

it("every language has the same starters, in the same order", () => {
  for (const language of ["en", "ru"]) {
    expect(startersIn(language).map(({ name }) => name)).toEqual([...starterNames]);
  }
});

it.each(
  ["en", "ru"].flatMap((language) => startersIn(language).map((one) => [language, one.name, one] as const)),
)(
  "the %s starter %s is a message that can be saved, with a button and its reader's name",
  (_language, _name, { subject, preheader, source }) => {
    const input = messageSchema.parse({
      ...{ subject, preheader, source },
      ...{ format: "markdown", textIsOwn: false, text: "" },
    });
    const made = compileMessage({ ...input, format: "markdown" }, new Map());
    expect(made).toMatchObject({ removed: [] });
    if (typeof made === "string") throw new Error(made);
    expect(made.html).toContain('border-radius:8px"><a href=');
    expect(made.html).toContain("{{name|");
    expect(made.text).toContain("{{name|");
    expect(made.text).not.toContain("**");
  },
);
