import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageSource } from "@/components/forms/insert-text";
import { compileMessage, type WrittenInput } from "@/lib/messages/compile";
import { sanitizeEmail } from "@/lib/messages/sanitize-email";
import { LONGEST_SOURCE } from "@/lib/messages/schema";
import { escapeHtml, previewRenderer } from "@/lib/sending/render";
import { elementsOf, expectHarmless } from "@/tests/support/harmless-email";
import { xssVectors } from "@/tests/support/xss-vectors";

const ID = "0197a4f2-3c1d-7b1e-8c55-0a1b2c3d4e5f";
const frame = { appUrl: "https://app.test", postalAddress: "1 Post Road" };

const compiled = (source: string, format: WrittenInput["format"]) => {
  const made = compileMessage(
    { subject: "S", preheader: "", format, source, textIsOwn: false, text: "" },
    new Map(),
  );
  return typeof made === "string" ? { html: "", text: "" } : made;
};

it("the table of vectors has at least a hundred", () => {
  expect(new Set(xssVectors).size).toBeGreaterThanOrEqual(100);
});

describe.each(xssVectors)("%s", (vector) => {
  it("as HTML becomes an email in which nothing runs, loads by itself or poses as the page", () => {
    const { html } = sanitizeEmail(vector);
    expectHarmless(html);
    expect(sanitizeEmail(html).html).toBe(html);
  });

  it.each(["markdown", "html"] as const)("as %s does nothing either when its fields are filled", (format) => {
    const { html, text } = compiled(vector, format);
    const render = previewRenderer(
      {
        ...{ subject: vector, preheader: vector, html, text },
        ...{ fromAddress: "", replyTo: "", senderName: vector, language: "en" },
      },
      frame,
    );
    for (const name of ["", vector]) {
      const fields = { url: "https://x.test/", a: vector };
      expectHarmless(render({ address: "r@mail.test", name, fields }).html.replace(/^<!doctype html>/, ""));
    }
  });

  it("as the fallback of a field is text", () => {
    const plain = vector.replace(/[{}]/g, "");
    for (const format of ["markdown", "html"] as const)
      expectHarmless(compiled(`Hello {{name|${plain}}}`, format).html);
  });
});

it("attacks in what an image is said to show, as the editor writes it, do nothing", () => {
  for (const vector of xssVectors.map((one) => one.replace(/\s+/g, " ").trim()))
    for (const format of ["markdown", "html"] as const) {
      const { html } = compiled(`${imageSource(format, ID, vector)} after`, format);
      expectHarmless(html);
      expect(
        elementsOf(html).filter(({ name }) => name === "img"),
        vector,
      ).toHaveLength(1);
    }
});

describe("an email", () => {
  it("keeps what emails are made of", () => {
    const source =
      '<table width="100%" cellpadding="0" cellspacing="0" border="0" align="center" bgcolor="#ffffff"><tbody><tr>' +
      '<td style="padding:8px 16px;font-family:Arial, Helvetica, sans-serif;color:#333333" valign="top" colspan="2">' +
      '<a href="https://a.test/?b=1&#x26;c=2" style="color:rgb(1, 2, 3)">x</a><br>' +
      '<img src="https://a.test/b.png" alt="Photo" width="528" style="display:block;max-width:100%;height:auto">' +
      "</td></tr></tbody></table>";
    expect(sanitizeEmail(source).html.replace(/"[^"]*"/g, (value) => value)).toContain("<table");
    const attributes = (html: string) =>
      elementsOf(html).map(({ name, attributes: all }) => [name, Object.entries(all).sort()]);
    expect(attributes(sanitizeEmail(source).html)).toEqual(attributes(source));
  });

  it("is the body of a document, not a document within one, and says what was taken out", () => {
    const { html, removed } = sanitizeEmail(
      "<!doctype html><html><head><title>T</title><style>p{color:red}</style></head>" +
        '<body style="background:#eee" onload="x()"><p>Text</p><script>x()</script><form><input></form></body></html>',
    );
    expect(html).toBe('<div style="background:#eee"><p>Text</p></div>');
    expect(removed).toEqual(["form", "input", "script", "style"]);
  });

  it("keeps merge fields in texts and addresses, with fallbacks as text", () => {
    expect(
      sanitizeEmail('<p title="{{City}}">{{ first name | A &amp; <b>B</b> }} <a href="{{url}}">x</a></p>')
        .html,
    ).toBe('<p title="{{city}}">{{first name|A &#38; B}} <a href="{{url}}">x</a></p>');
    expect(sanitizeEmail('<a href="https://a.test/?id={{id}}">x</a>').html).toBe(
      '<a href="https://a.test/?id={{id}}">x</a>',
    );
  });

  it("has no fields that are made of halves: what stands between them would be cut out", () => {
    const { html } = sanitizeEmail('<p>{{a</p><p title="b}}">c</p>');
    expect(html).toBe('<p>&#123;&#123;a</p><p title="b&#125;&#125;">c</p>');
  });
});

const pieces = fc.constantFrom(
  ...[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href='https://x'>",
  ],
  ...[
    "</a>",
    "<foo>",
    "</foo>",
    "<li>",
    "<ul>",
    "</ul>",
    "{{",
    "}}",
    "{{name}}",
    "{{a|b}}",
    "&lt;",
    "&amp;",
    "<",
    ">",
  ],
  ...[
    '"',
    "'",
    "<img src='https://x/y.png' alt='",
    "text",
    "<!--",
    "-->",
    "<svg>",
    "</svg>",
    "<style>",
    "</style>",
  ],
  ...["mergefield0x0e", "|", "\n", "<br/>", "<body style='color:red'>", "<option>", "<h1>", "</h1>"],
);

it("whatever is sanitized twice is what it was after the first time, and harmless", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { html } = sanitizeEmail(parts.join(""));
      expect(sanitizeEmail(html).html).toBe(html);
      expectHarmless(html);
    }),
    { numRuns: 500 },
  );
});

it("values of recipients never become elements", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const { html } = sanitizeEmail('<p title="{{v}}">{{v}} <a href="https://x/{{v}}">x</a></p>');
      const render = previewRenderer(
        {
          ...{ subject: "S", preheader: "", html, text: "", fromAddress: "", replyTo: "", senderName: "S" },
          language: "en",
        },
        frame,
      );
      const names = elementsOf(render({ address: "a@b.test", name: "", fields: { v: value } }).html).map(
        ({ name }) => name,
      );
      expect(names).toEqual(
        elementsOf(render({ address: "a@b.test", name: "", fields: { v: "v" } }).html).map(
          ({ name }) => name,
        ),
      );
    }),
  );
  expect(escapeHtml(`<>"'&`)).not.toMatch(/[<>"']/);
});

it.each([
  ["<b>"],
  ["<b a=1>", "<p>"],
  ["<table>"],
  ["<p>{{"],
  ["{{a}}"],
  ["&#"],
  ["<a href='"],
  ["mergefield1x"],
  ["<!--"],
])("%s, as often as it fits into a message, is read without ado", (...parts) => {
  const each = Math.floor(LONGEST_SOURCE / parts.length);
  const source = parts.map((part) => part.repeat(Math.floor(each / part.length))).join("");
  expect(() => compiled(source, "html")).not.toThrow();
});

it("a field is one whatever a program has written for its braces and blanks", () => {
  const { html, text } = compiled(
    `<p>Dear {{first&nbsp;name|<b>friend</b>}}, <a href="https://x.test/?e=%7B%7Bemail%7D%7D">go</a></p>`,
    "html",
  );
  expect(html).toBe(`<p>Dear {{first name|friend}}, <a href="https://x.test/?e={{email}}">go</a></p>`);
  expect(text).toBe("Dear {{first name|friend}}, go <https://x.test/?e={{email}}>");
});

it("the plain text of a whole document shows neither tags nor what a mail program hides", () => {
  const { text } = compiled(
    "<html><head><title>T</title><style>p{color:red}</style></head><body><!--[if mso]><b>Outlook</b><![endif]-->" +
      "<p>1 &lt; 2</p><script>x()</script></body></html>",
    "html",
  );
  expect(text).toBe("1 < 2");
});
