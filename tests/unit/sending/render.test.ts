import { describe, expect, it } from "vitest";
import { mailbox, mailRenderer, type MailAddressee, type Snapshot } from "@/lib/sending/render";
import { readUnsubscribeToken } from "@/lib/sending/unsubscribe-token";

const DELIVERY = "0197a4f2-3c1d-7b1e-8c55-0a1b2c3d4e5f";
const frame = { appUrl: "https://app.test", postalAddress: "1 Post Road", unsubscribeSecret: "secret" };
const snapshot: Snapshot = {
  subject: "News for {{name|you}}",
  preheader: "What is new & good",
  html: "<p>Hello {{name}}, you are from {{city|nowhere}}</p>",
  text: "Hello {{name}}, you are from {{city|nowhere}}",
  fromAddress: '"Vera" <mail@app.test>',
  replyTo: "vera@people.test",
  senderName: "Vera & Co",
  language: "en",
};
const reader: MailAddressee = {
  deliveryId: DELIVERY,
  address: "r@mail.test",
  name: "Nadja",
  fields: { city: "Tula" },
};

const mailOf = (change: Partial<Snapshot> = {}, to: Partial<MailAddressee> = {}) => {
  const mail = mailRenderer({ ...snapshot, ...change }, frame)({ ...reader, ...to });
  return { ...mail, html: String(mail.html), text: String(mail.text), subject: String(mail.subject) };
};

describe("a mail", () => {
  it("is from the sender, to one reader, with replies to the owner", () => {
    expect(mailOf()).toMatchObject({
      from: '"Vera" <mail@app.test>',
      to: "r@mail.test",
      replyTo: "vera@people.test",
      subject: "News for Nadja",
    });
  });

  it("has the reader's values in HTML and text", () => {
    expect(mailOf().html).toContain("<p>Hello Nadja, you are from Tula</p>");
    expect(mailOf().text).toContain("Hello Nadja, you are from Tula");
    expect(mailOf({}, { fields: {} }).text).toContain("from nowhere");
  });

  it("carries one-click unsubscribing of its own delivery (RFC 8058)", () => {
    const { headers } = mailOf();
    expect(headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    const link = /^<https:\/\/app\.test\/api\/unsubscribe\/([^/>]+)>$/.exec(
      headers?.["List-Unsubscribe"] ?? "",
    );
    expect(readUnsubscribeToken(link?.[1] ?? "", ["secret"])).toBe(DELIVERY);
  });

  it("ends with why it came, the sender, the postal address and a link to unsubscribe, in both parts", () => {
    const { html, text, headers } = mailOf();
    const token = /([^/]+)>$/.exec(headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "none";
    expect(html).toContain(`href="https://app.test/unsubscribe/${token}"`);
    expect(html).toContain("Vera &#38; Co, 1 Post Road");
    expect(text).toContain(`https://app.test/unsubscribe/${token}`);
    expect(text).toContain("Vera & Co, 1 Post Road");
  });

  it("is tagged with its delivery", () => {
    expect(mailOf().tags).toEqual([{ name: "delivery", value: DELIVERY }]);
  });

  it("rendered twice has the same bytes", () => {
    expect(JSON.stringify(mailOf())).toBe(JSON.stringify(mailOf()));
  });

  it("speaks the language of its owner in the footer", () => {
    expect(mailOf({ language: "ru" }).text).not.toContain(mailOf().text.split("\n").at(-2)?.split(":")[0]);
    expect(mailOf({ language: "ru" }).html).toContain('lang="ru"');
  });
});

describe("values of a reader", () => {
  it("are escaped in HTML and stand as they are in text", () => {
    const { html, text } = mailOf({}, { name: `<img src=x onerror="alert('1')">&` });
    expect(html).not.toContain("<img");
    expect(html).toContain("&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;");
    expect(text).toContain(`<img src=x onerror="alert('1')">&`);
  });

  it("never break the subject's line", () => {
    expect(mailOf({}, { name: "Eve\r\nBcc: all@mail.test\u2028x" }).subject).toBe(
      "News for Eve Bcc: all@mail.test x",
    );
  });

  it("cannot take the place of name, address or the link to unsubscribe", () => {
    const fields = { name: "Other", email: "other@mail.test", "posthorn unsubscribe": "https://evil.test" };
    const { html, subject } = mailOf({}, { fields });
    expect(subject).toBe("News for Nadja");
    expect(html).not.toContain("evil.test");
  });

  it("that hold a merge field are not filled again", () => {
    expect(mailOf({}, { name: "{{city}}" }).text).toContain("Hello {{city}},");
  });
});

describe("values in links", () => {
  const odd = {
    name: "Ann & Bob?",
    address: "a+b@mail.test",
    fields: { city: "Tula/Rus'", site: "https://пример.рф/a b" },
  };
  const linkOf = (href: string, to: Partial<MailAddressee> = odd) =>
    /<a href="([^"]*)">/
      .exec(mailOf({ html: `<p><a href="${href}">x</a></p>` }, to).html)?.[1]
      ?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

  it.each([
    ["https://x.test/?n={{name}}&e={{email}}", "https://x.test/?n=Ann%20%26%20Bob%3F&e=a%2Bb@mail.test"],
    ["https://x.test/{{city}}/#{{name}}", "https://x.test/Tula%2FRus'/#Ann%20%26%20Bob%3F"],
    ["https://x.test/?c={{none|dear &#38; old}}", "https://x.test/?c=dear%20%26%20old"],
    ["mailto:{{email}}?subject={{name}}", "mailto:a%2Bb@mail.test?subject=Ann%20%26%20Bob%3F"],
    ["{{site}}", "https://xn--e1afmkfd.xn--p1ai/a%20b"],
    ["{{site}}?n={{name}}", "https://xn--e1afmkfd.xn--p1ai/a%20b?n=Ann%20%26%20Bob%3F"],
  ])("are encoded for where they stand: %s", (href, filled) => {
    expect(linkOf(href)).toBe(filled);
  });

  it.each([
    ["shop.example/ä", "https://shop.example/%C3%A4"],
    ["HTTPS://Shop.Example", "https://shop.example/"],
    ["mailto:a@b.test", "mailto:a@b.test"],
    ["javascript:alert(1)", ""],
    ["java\nscript:alert(1)", ""],
    ["data:text/html,x", ""],
    ["//evil.test/x", ""],
    ["no address", ""],
    ["half \ud800", ""],
  ])("that are a whole address lead there or nowhere: %j", (site, filled) => {
    expect(linkOf("{{site}}", { ...odd, fields: { site } })).toBe(filled);
  });

  it("stand as they are beside links, and are encoded within those of the plain text", () => {
    const html = `<p title='href="'>{{name}}</p><!-- <a href=" --><p>https://x.test/?n={{name}}</p>`;
    const text =
      "Dear {{name}}, see https://x.test/?n={{name}}&c={{city}} or <https://x.test>{{name}}\n{{name}}";
    const mail = mailOf({ html, text }, odd);
    expect(mail.html).toContain("<p title='href=\"'>Ann &#38; Bob?</p>");
    expect(mail.html).toContain("<p>https://x.test/?n=Ann &#38; Bob?</p>");
    expect(mail.text).toContain(
      "Dear Ann & Bob?, see https://x.test/?n=Ann%20%26%20Bob%3F&c=Tula%2FRus' or <https://x.test>Ann & Bob?\nAnn & Bob?",
    );
  });
});

describe("HTML of a message", () => {
  it.each([
    [
      "a comment after its end",
      "<html><body><p>Hi</p></body><!-- </body> --></html>",
      /<p>Hi<\/p><div.*<\/p><\/div><\/body><!-- <\/body> --><\/html>$/,
    ],
    [
      "a body in a comment",
      "<!-- <body> --><html><body><p>Hi</p></body></html>",
      /^<!-- <body> --><html><body><div .*<\/div><p>Hi/,
    ],
    [
      "no end tags",
      "<!doctype html><html><head></head><p>Hi",
      /^<!doctype html><html><head><\/head><div .*<\/div><p>Hi<div.*<\/p><\/div>$/,
    ],
    [
      "an end without a body's",
      "<html><p>Hi</p></html>",
      /^<html><div .*<p>Hi<\/p><div.*<\/p><\/div><\/html>$/,
    ],
  ])(
    "that is a whole document with %s is not put into another one, and shows the footer",
    (_what, html, pattern) => {
      const mail = mailOf({ html }).html;
      expect(mail).toMatch(pattern);
      expect(mail.match(/<html/g)).toHaveLength(1);
    },
  );

  it("that is a whole document gets the footer inside its body, as wide as an email, and the preheader first", () => {
    const { html } = mailOf({ html: "<!doctype html><html><body class=a><h1>Hi</h1></BODY ></html>" });
    expect(html).toMatch(
      /<body class=a><div style="display:none[^>]*>What is new &#38; good<\/div><h1>Hi<\/h1><div style="max-width:600px;margin:32px auto 0/,
    );
    expect(html).toMatch(/<\/p><\/div><\/BODY ><\/html>$/);
    expect(html.match(/<html/g)).toHaveLength(1);
  });

  it("that is a piece is put into a document with its language and encoding", () => {
    expect(mailOf().html).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/);
  });
});

describe("a sender's mailbox", () => {
  it.each([
    ["Vera", '"Vera" <a@b.test>'],
    ['Vera "V" \\ Co', '"Vera \\"V\\" \\\\ Co" <a@b.test>'],
    ["Vera\r\nBcc: x@y.test", '"Vera Bcc: x@y.test" <a@b.test>'],
    ["Вера", '"Вера" <a@b.test>'],
    ["  ", "a@b.test"],
  ])("of %j", (name, written) => {
    expect(mailbox(name, "a@b.test")).toBe(written);
  });
});
