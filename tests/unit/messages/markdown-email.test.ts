import { expect, it } from "vitest";
import { compileMessage } from "@/lib/messages/compile";

const htmlOf = (source: string) => {
  const made = compileMessage(
    { subject: "S", preheader: "", format: "markdown", source, textIsOwn: false, text: "" },
    new Map(),
  );
  if (typeof made === "string") throw new Error(made);
  return made.html;
};

it("a link that stands alone in bold is a button; within a sentence it is a link", () => {
  expect(htmlOf("**[Go](https://x.test)**")).toMatch(
    /<td style="background:[^"]*"><a href="https:\/\/x\.test"/,
  );
  expect(htmlOf("Please **[go](https://x.test)** now")).toMatch(/<strong><a href="https:\/\/x\.test"/);
});

it("a table without words in its head has no head", () => {
  expect(htmlOf("| | |\n|-|-|\n| a | b |")).not.toContain("<thead>");
  expect(htmlOf("| x | |\n|-|-|\n| a | b |")).toContain("<thead>");
});

it("names of fields are not read as markup, and a fallback may hold a bar's cell or a star", () => {
  expect(htmlOf("{{first_name}} {{last_name}}")).toContain("{{first_name}} {{last_name}}");
  expect(htmlOf("| a |\n|-|\n| {{city|Tula}} |")).toContain(">{{city|Tula}}</td>");
  expect(htmlOf("{{name|*friend*}}")).toContain("{{name|*friend*}}");
  expect(htmlOf("[x]({{url|https://x.test/?a=1&b=2}})")).toContain(
    'href="{{url|https://x.test/?a=1&#38;b=2}}"',
  );
});

it("the footer and the sender's name have their places in the container", () => {
  const html = htmlOf("Hello");
  expect(html.indexOf('<span data-posthorn="sender">')).toBeLessThan(html.indexOf("Hello"));
  expect(html.indexOf('<div data-posthorn="footer">')).toBeGreaterThan(html.indexOf("Hello"));
});

it("a field is one whatever a program has written for its braces and blanks", () => {
  expect(htmlOf("[x](https://x.test/?e=%7B%7Bemail%7D%7D)")).toContain('href="https://x.test/?e={{email}}"');
  expect(htmlOf("Dear {{first&nbsp;name}}")).toContain("Dear {{first name}}");
});

it("what is percent-encoded twice becomes neither a field nor markup", () => {
  const html = htmlOf("[x](https://x.test/&#37;7B%7Bname%7C%22%3E%3Cimg%20src=x%3E%7D%7D)");
  expect(html).toContain("%22%3E%3Cimg");
  expect(html).not.toContain("{{");
});
