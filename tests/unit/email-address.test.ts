import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mailWishSchema, registrationSchema, signInSchema } from "@/lib/auth/schema";
import { readEmail, readKnownEmail, searchedEmail, shownEmail } from "@/lib/email-address";
import { recipientChangeInput, recipientInput } from "@/lib/recipients/schema";
import { readPaste } from "@/lib/recipients/paste";
import { suppressionInput } from "@/lib/suppressions/schema";

const read = (typed: string) => {
  const result = readEmail(typed);
  return result.ok ? result.email : result.fault;
};

describe("an address", () => {
  it.each([
    ...["ann+news@i20.example", "o'brien@i20.example", "r&d@i20.example", "sales/east@i20.example"],
    ...["key=value@i20.example", "hello!@i20.example", "foo.@i20.example", ".foo@i20.example"],
    ...["a..b@i20.example", "_x_@i20.example", "-dash@i20.example", "what?@i20.example"],
    ...["hash#1@i20.example", "money$@i20.example", "pct%x@i20.example", "star*@i20.example"],
    ...["caret^@i20.example", "tick`@i20.example", "brace{x}@i20.example", "pipe|x@i20.example"],
    ...["tilde~x@i20.example", "x@i20.technology", "x@1.i20.example", "x@i20.x2"],
    ...["info@xn--i14-eddkg0c3b.xn--p1ai", "bob@xn--bcher-kva.example"],
  ])("that browsers take is taken: %s", (email) => {
    expect(read(email)).toBe(email);
  });

  it.each([
    ["UPPER@I20.EXAMPLE", "upper@i20.example"],
    // Invisible, within and around.
    ["\ufefftess@i02.example", "tess@i02.example"],
    ["\u200bul\u200dla@i02.example\u200b", "ulla@i02.example"],
    ["\u200e\u2066wim@i02.example\u2069\u200e", "wim@i02.example"],
    ["\u2060xena@i02.example\ufe0f", "xena@i02.example"],
    ["yo\u00adri@i02.exam\u00adple", "yori@i02.example"],
    ["\u00a0\u3000ann@i01.example\u202f\u0085", "ann@i01.example"],
    // As mail programs and spreadsheets write them.
    ['"Ann Berg" <ann@i10.example>', "ann@i10.example"],
    ['"ann@work, Ann" <ann@i10.example>', "ann@i10.example"],
    ["Bob Carr <bob@i10.example>;", "bob@i10.example"],
    ["bob@i10.example <BOB@i10.example>", "bob@i10.example"],
    ["<cy@i10.example>", "cy@i10.example"],
    ["<mailto:cy@i10.example>", "cy@i10.example"],
    ["mailto:dee@i10.example", "dee@i10.example"],
    ["MailTo: r%26d@i10.example?subject=Hello%20you", "r&d@i10.example"],
    ["SMTP:dee@i10.example", "dee@i10.example"],
    ["eve@i10.example;", "eve@i10.example"],
    [",eve@i10.example , ;", "eve@i10.example"],
    ["ivy@i10.example (work)", "ivy@i10.example"],
    ["Jürgen Groß (jg@x09.example)", "jg@x09.example"],
    ["'joe@i10.example'", "joe@i10.example"],
    ["“joe@i10.example”", "joe@i10.example"],
    ["«joe@i10.example»", "joe@i10.example"],
    ['="a@i64.example"', "a@i64.example"],
    ['=HYPERLINK("mailto:b@i64.example")', "b@i64.example"],
    // Of other keyboards.
    ["ａｎｎ＠ｉ５５.example", "ann@i55.example"],
    ["bob@i55。example", "bob@i55.example"],
    ["ann@bücher-i14.example", "ann@xn--bcher-i14-q9a.example"],
    ["Info@ПРИМЕР-i14.рф", "info@xn---i14-u4dr2awjd.xn--p1ai"],
    ["Инфо <info@пример.рф>", "info@xn--e1afmkfd.xn--p1ai"],
    ["ann@faß.example", "ann@xn--fa-hia.example"],
    ["ann@bu\u0308cher.example", "ann@xn--bcher-kva.example"],
    // A joiner that tells two Persian domains apart.
    ["a@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example", "a@xn--mgba3gch31f060k.example"],
  ])("is taken out of what stands around it: %j", (typed, email) => {
    expect(read(typed)).toBe(email);
  });

  it.each([
    ["", "email_missing"],
    [" \u00a0\u200b ", "email_missing"],
    ["ann", "email_invalid"],
    ["@", "email_invalid"],
    ["@i56.example", "email_invalid"],
    ["ann@i56,example", "email_invalid"],
    ["bob@i56..example", "email_invalid"],
    ["cy@i56.example.", "email_invalid"],
    ["cy@.i56.example", "email_invalid"],
    ["dee@@i56.example", "email_invalid"],
    ["eve @i56.example", "email_invalid"],
    ["eve@ i56.example", "email_invalid"],
    ["a\0@i56.example", "email_invalid"],
    ['"john doe"@i20.example', "email_invalid"],
    ["x@sub-.i20.example", "email_invalid"],
    ["x@-sub.i20.example", "email_invalid"],
    ["x@i20.example-", "email_invalid"],
    ["x@a_b.example", "email_invalid"],
    ["x@[192.0.2.1]", "email_invalid"],
    ["x@192.0.2.1", "email_invalid"],
    ["x@localhost", "email_invalid"],
    ["x@пример..рф", "email_invalid"],
    ["x@при мер.рф", "email_invalid"],
    ["x@при/мер.рф", "email_invalid"],
    ["x@при%2eмер.рф", "email_invalid"],
    ["x@пример.рф:25", "email_invalid"],
    ["/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=x09", "email_invalid"],
    [`${"a".repeat(65)}@i20.example`, "email_invalid"],
    [`a@${"b".repeat(64)}.example`, "email_invalid"],
    [`a@${"bbbbb.".repeat(41)}example`, "email_invalid"],
    ["a@".repeat(400_000), "email_invalid"],
    ["юля@i14.example", "email_not_latin"],
    ["用户@i14.example", "email_not_latin"],
    ["Julia <юля@пример.рф>", "email_not_latin"],
    ["İnci@mail.example", "email_not_latin"],
    ["gus@i10.example, hal@i10.example", "email_several"],
    ["gus@i10.example hal@i10.example", "email_several"],
    ["gus@i10.example ::: hal@i10.example", "email_several"],
    ["gus@i10.example;gus@i10.example", "email_several"],
    ["gus@i10.example, Hal <hal@i10.example>", "email_several"],
    ["Gus <gus@i10.example>, Hal <hal@i10.example>", "email_several"],
    ["mailto:gus@i10.example,hal@i10.example", "email_several"],
  ])("is refused with words: %j is %s", (typed, fault) => {
    expect(read(typed)).toBe(fault);
  });

  it.each([
    ["info@xn--e1afmkfd.xn--p1ai", "info@пример.рф"],
    ["ann@xn--bcher-kva.example", "ann@bücher.example"],
    ["ann@mail.example", "ann@mail.example"],
    ["xn--a@mail.example", "xn--a@mail.example"],
    // No Unicode domain encodes to these.
    ["ann@xn--a.example", "ann@xn--a.example"],
    ["ann@xn--99999999.example", "ann@xn--99999999.example"],
    ["ann@xn--example-.example", "ann@xn--example-.example"],
    ["closed", "closed"],
  ])("%s is shown as %s", (email, shown) => {
    expect(shownEmail(email)).toBe(shown);
  });

  it.each([
    ["Ann@Bücher.example", "ann@xn--bcher-kva.example"],
    ["ann@bücher", "ann@xn--bcher-kva"],
    [" ANN@ma", "ann@ma"],
    ["Вера", "вера"],
    ["", ""],
  ])("is found as it is shown: %j searches %j", (typed, begin) => {
    expect(searchedEmail(typed)).toBe(begin);
  });

  it("is stored as itself: read again, and read as it is shown, it stays the same", () => {
    const word = fc.string({
      unit: fc.constantFrom(...Array.from("ab-.@<> ü\u200b\u200cрф。;'\"(mailto:")),
      maxLength: 20,
    });
    fc.assert(
      fc.property(word, word, (local, domain) => {
        const result = readEmail(`${local}@${domain}.example`);
        if (!result.ok) return;
        expect(result.email).toMatch(/^[\x21-\x7e]+$/);
        expect(readEmail(result.email)).toEqual(result);
        expect(readEmail(shownEmail(result.email))).toEqual(result);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("an address that the earlier rule took", () => {
  const earlier = z.string().trim().toLowerCase().max(254).pipe(z.email());

  it("still signs in, gets its mails, stays at its recipient and can be suppressed", () => {
    const email = "x@sub-.mail.example";
    expect(earlier.parse(email)).toBe(email);
    expect(signInSchema.parse({ email: " X@sub-.mail.example", password: "x" }).email).toBe(email);
    expect(mailWishSchema.parse({ email }).email).toBe(email);
    expect(recipientChangeInput.shape.email.parse(email)).toBe(email);
    expect(suppressionInput.parse({ emails: email, note: "" }).emails).toEqual([email]);
    expect(registrationSchema.shape.email.safeParse(email).success).toBe(false);
    expect(recipientInput.shape.email.safeParse(email).success).toBe(false);
  });

  it("means the same", () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from("aZ0.-_'+@")), maxLength: 16 });
    fc.assert(
      fc.property(text, text, (local, domain) => {
        const typed = `${local}@${domain}.example`;
        const before = earlier.safeParse(typed);
        if (before.success) expect(readKnownEmail(typed)).toEqual({ ok: true, email: before.data });
      }),
      { numRuns: 2_000 },
    );
  });
});

it("is one rule for sign-in, registration, recipients, suppressions and pasted texts", () => {
  const typed = "Инфо <mailto:info@пример.рф>;";
  const email = "info@xn--e1afmkfd.xn--p1ai";
  expect(signInSchema.shape.email.parse(typed)).toBe(email);
  expect(registrationSchema.shape.email.parse(typed)).toBe(email);
  expect(recipientInput.shape.email.parse(typed)).toBe(email);
  expect(suppressionInput.parse({ emails: typed, note: "" }).emails).toEqual([email]);
  expect(readPaste(typed).rows).toMatchObject([{ email, name: "Инфо" }]);
});
