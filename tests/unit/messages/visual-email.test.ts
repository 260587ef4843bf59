import { expect, it } from "vitest";
import { compileVisual } from "@/lib/messages/compile";
import type { StoredImages } from "@/lib/messages/named-images";
import { sanitizeEmail } from "@/lib/messages/sanitize-email";
import { emptyDocument, plainDesign, readDocument, type VisualNode } from "@/lib/messages/visual-document";
import { composedHtml, visualEmail } from "@/lib/messages/visual-email";
import { FOOTER_MARK, previewRenderer } from "@/lib/sending/render";
import { elementsOf, expectHarmless } from "@/tests/support/harmless-email";
import {
  column,
  documentOf,
  everything,
  field,
  IMAGE,
  item,
  link,
  paragraph,
  words,
} from "@/tests/support/visual-nodes";
import { xssVectors } from "@/tests/support/xss-vectors";

const images: StoredImages = new Map([[IMAGE, { width: 1_200, height: 800 }]]);
const input = {
  ...{ subject: "S", preheader: "", format: "visual" as const, source: "", textIsOwn: false, text: "" },
};

/** Each element with its attributes, and each style with its declarations. */
function partsOf(html: string): unknown[] {
  return elementsOf(html).map(({ name, attributes }) => {
    // What only the editor reads, or what every email program does anyway.
    const { target, rel, "data-id": id, ...said } = attributes;
    void [target, rel, id];
    const { style = "", ...others } = said;
    const declarations = style.split(";").map((one) => one.replace(/\s*([:,])\s*/g, "$1").trim());
    return [name, Object.entries(others).sort(), declarations.filter(Boolean).sort()];
  });
}

it.each(everything)("%s of the editor survives sanitizing unchanged", async (_name, node) => {
  const document = readDocument(documentOf(node, paragraph(words("After it"))));
  if (document === null) throw new Error("refused");
  const html = (await composedHtml(document, images)) ?? "";
  const clean = sanitizeEmail(html).html;
  expect(partsOf(clean)).toEqual(partsOf(html));
  expect(partsOf(clean).length).toBeGreaterThan(1);
});

it("a document becomes one email with its fields, its texts, the sizes of its images and a place for the footer", async () => {
  const email = await visualEmail(documentOf(...everything.map(([, node]) => node)), images);
  if (email === null) throw new Error("refused");
  const made = compileVisual(input, email);
  if (typeof made === "string") throw new Error(made);
  expect(made.html).toContain(FOOTER_MARK);
  expect(made.html).toContain("{{name|friend &#38; co}}, {{first name}}");
  expect(made.html).toContain('href="{{url|https://a.test/}}"');
  const [shown] = elementsOf(made.html).filter(({ name }) => name === "img");
  expect(shown?.attributes).toMatchObject({
    src: `/api/images/${IMAGE}`,
    alt: 'A "lamp" & <more>',
    width: "528",
  });
  expect(made.text).toContain("Title");
  expect(made.text).toContain("{{name|friend & co}}");
  expect(made.text).toContain("Go {{name}} <https://a.test/>");
  expect(globalThis).not.toHaveProperty("window");
});

it("empty lines at the end of a document, where its writer goes on, are no part of the email", async () => {
  const email = await visualEmail(documentOf(paragraph(words("a")), paragraph(), paragraph()), images);
  expect(email?.content).toBe('<p style="margin:0 0 16px">a</p>');
  expect(await visualEmail(documentOf(), images)).not.toBeNull();
});

it("a document that was compiled, stored and read again becomes the same email", async () => {
  const first = await visualEmail(documentOf(...everything.map(([, node]) => node)), images);
  const again = await visualEmail(JSON.stringify(first?.document), images);
  expect(again).toEqual(first);
});

it("nothing of a hundred attacks runs, wherever in a document it stands", async () => {
  const attacks = xssVectors.flatMap((vector, nth): VisualNode[] => [
    paragraph(
      ...[words(vector), field("a", vector), words("x", link(vector))],
      words("y", link(`javascript:${vector}`)),
    ),
    { type: "image", attrs: { src: `/api/images/${IMAGE}`, alt: vector, href: vector, width: vector } },
    // Of the same parts: not all of them again.
    ...(nth % 4 > 0
      ? []
      : [
          {
            type: "button",
            attrs: { href: vector, style: vector, class: vector },
            content: [words(vector)],
          },
          { type: "socialLinks", attrs: { links: [{ service: "website", href: vector }] } },
          { type: "section", attrs: { background: vector, style: vector }, content: [paragraph()] },
        ]),
  ]);
  const html: string[] = [];
  // As many as fit into one message.
  for (let at = 0; at < attacks.length; at += 200) {
    const email = await visualEmail(
      JSON.stringify({
        ...emptyDocument(attacks.slice(at, at + 200)),
        attrs: { background: xssVectors[at / 200], font: xssVectors[1], width: "x", paper: "red;x:url(//a)" },
      }),
      images,
    );
    const made = email && compileVisual(input, email);
    if (made === null || typeof made === "string") throw new Error(made ?? "refused");
    const render = previewRenderer(
      {
        ...{ subject: "S", preheader: "", html: made.html, text: made.text },
        ...{ fromAddress: "", replyTo: "", senderName: "S", language: "en" },
      },
      { appUrl: "https://app.test", postalAddress: "1 Post Road" },
    );
    for (const value of ["", ...xssVectors.slice(0, 3)])
      html.push(render({ address: "r@mail.test", name: value, fields: { a: value } }).html);
  }
  for (const one of html) expectHarmless(one.replace(/^<!doctype html>/, ""));
});

it.each([
  ["text that is no JSON", "{"],
  ["another JSON", "[1]"],
  ["an unknown node", documentOf({ type: "iframe" })],
  ["an unknown mark", documentOf(paragraph(words("x", [{ type: "code" }])))],
  ["a field whose name is markup", documentOf(paragraph(field("<b>")))],
  ["an image that is none", documentOf({ type: "image", attrs: { src: "data:image/svg+xml,<svg/>" } })],
  ["a node in a place of another", documentOf(item(paragraph()))],
  [
    "a list item without a paragraph",
    documentOf({ type: "bulletList", content: [item({ type: "horizontalRule" })] }),
  ],
  ["columns of another number", documentOf({ type: "twoColumns", content: [column(paragraph())] })],
  ["a column without content", documentOf({ type: "twoColumns", content: [column(), column()] })],
  [
    "nesting without end",
    `{"type":"doc","content":${'[{"type":"blockquote","content":'.repeat(9_000)}[]${"}]".repeat(9_000)}}`,
  ],
  ["more nodes than an email has", documentOf(...Array.from({ length: 20_000 }, () => paragraph()))],
])("%s is refused", async (_name, source) => {
  expect(await visualEmail(source, images)).toBeNull();
});

it("what a document leaves out, or gets wrong about its look, is the plain look", () => {
  const source = JSON.stringify({
    type: "doc",
    attrs: { width: 9_999, ink: "blue" },
    content: [paragraph()],
  });
  expect(readDocument(source)?.attrs).toEqual(plainDesign);
});
