import type { DomainState } from "@/lib/sending/resend";
import { expect, it } from "vitest";
import { compileMessage, compileVisual } from "@/lib/messages/compile";
import { contrast } from "@/lib/messages/contrast";
import { preflight, type PreflightFacts, type PreflightInput } from "@/lib/messages/preflight";
import { startersIn } from "@/lib/messages/starters";
import { unsupportedIn } from "@/lib/messages/unsupported";
import { visualEmail } from "@/lib/messages/visual-email";
import { documentOf, everything } from "@/tests/support/visual-nodes";
import { xssVectors } from "@/tests/support/xss-vectors";

const facts: PreflightFacts = {
  ...{ known: ["city", "url"], lacking: { city: 12, name: 0 }, asked: 100, unsupported: [] },
  postalAddress: true,
  sender: { domain: "posthorn.test", state: "verified" as const },
};
const fine: PreflightInput = {
  ...{ subject: "News of March", preheader: "Three things", removed: [], size: 9_000 },
  ...{ html: '<p>Hello {{name|friend}}, <a href="https://posthorn.test/a">read it</a></p>', text: "Hello" },
};
const found = (change: Partial<PreflightInput>, known: Partial<PreflightFacts> = {}) =>
  preflight({ ...fine, ...change }, { ...facts, ...known }).map(({ code, place, find }) => [
    code,
    place,
    find,
  ]);
const body = (html: string) =>
  found({ html: `<p>A text that is long enough not to be found by itself.</p>${html}` });

it("a message in which nothing is wrong is told nothing", () => {
  expect(found({})).toEqual([]);
});

it.each<[string, Partial<PreflightInput>, unknown[]]>([
  ["an empty subject", { subject: " " }, ["subject_empty", "subject", ""]],
  ["a subject in capitals", { subject: "BUY IT NOW, {{name}}" }, ["subject_shouting", "subject", ""]],
  ["a subject with a row of marks", { subject: "Hello!!" }, ["subject_shouting", "subject", ""]],
  ["no preheader", { preheader: "" }, ["preheader_empty", "preheader", ""]],
  [
    "an unknown field of the subject",
    { subject: "{{shoe size|42}}" },
    ["field_unknown", "subject", "{{shoe size"],
  ],
  ["a bare field that some lack", { html: `${fine.html}{{city}}` }, ["field_bare", "source", "{{city"]],
  ["a field of an own text alone", { text: "{{city}}" }, ["field_bare", "text", "{{city"]],
  ["more than Gmail shows", { size: 120_000 }, ["too_large", null, ""]],
  ["what was taken out", { removed: ["form"] }, ["removed", "source", "<form"]],
])("%s is found, with its place", (_name, change, expected) => {
  expect(found(change)).toEqual([expected]);
});

it("a bare field that everybody has, and one with a fallback, are fine", () => {
  expect(found({ subject: "{{name}} {{city|here}}" })).toEqual([]);
});

it.each<[string, unknown[] | null]>([
  ["<a>go</a>", ["link_missing", "source", "go"]],
  ['<a href="#">go</a>', ["link_missing", "source", "go"]],
  ['<a href="https://">go</a>', ["link_malformed", "source", "https://"]],
  ['<a href="https://posthorn">go</a>', ["link_malformed", "source", "https://posthorn"]],
  ['<a href="https://example.com/x">go</a>', ["link_example", "source", "https://example.com/x"]],
  ['<a href="http://posthorn.test/">go</a>', ["link_http", "source", "http://posthorn.test/"]],
  ['<a href="https://posthorn.test/?c={{city|x}}">go</a>', null],
  ['<a href="{{url|https://posthorn.test/}}">go</a>', null],
  ['<a href="mailto:a@posthorn.test">go</a>', null],
  ['<img src="/api/images/1" alt="">', ["alt_missing", "source", "/api/images/1"]],
  ['<img src="/api/images/1" alt="A lamp">', null],
  ['<p style="color:#aaaaaa">faint</p>', ["contrast", "source", "faint"]],
  ['<div style="background:#222"><p style="color:#333">faint</p></div>', ["contrast", "source", "faint"]],
  ['<div style="background:#222"><p style="color:white">fine</p></div>', null],
  ['<h1 style="color:#888888;background:#ffffff">Large letters may be fainter</h1>', null],
  ['<p style="color:#111111">dark</p>', ["dark_ink", "source", "dark"]],
  ['<p style="color:#111111;background:#ffffff">fine</p>', null],
])("%s", (html, expected) => {
  expect(body(html)).toEqual(expected === null ? [] : [expected]);
});

it("an image without text beside it is found", () => {
  expect(found({ html: '<p>Hi</p><img src="/api/images/1" alt="A lamp">' })).toEqual([
    ["images_only", "source", ""],
  ]);
});

it("a footer without an address, and what programs do not support, are found", () => {
  expect(found({}, { postalAddress: false })).toEqual([["no_address", null, ""]]);
  const sender = (state: DomainState) => found({}, { sender: { domain: "posthorn.test", state } });
  for (const state of ["pending", "failed", "not_found"] as const)
    expect(sender(state)).toEqual([["sender_unready", null, ""]]);
  expect(sender("key_refused")).toEqual([["sender_key", null, ""]]);
  // What is not known is no reason to warn.
  for (const state of ["verified", "hidden", "unknown"] as const) expect(sender(state)).toEqual([]);
  expect(found({}, { unsupported: [{ feature: "float", clients: "Outlook" }] })).toEqual([
    ["unsupported", "source", "float"],
  ]);
});

it("what is wrong for everybody stands first, and of one kind at most five are shown", () => {
  const links = Array.from({ length: 9 }, (_, n) => `<a href="http://posthorn.test/${n}">go</a>`).join("");
  const codes = found({ html: `${fine.html}${links}<a>go</a>` }).map(([code]) => code);
  expect(codes).toEqual(["link_missing", ...Array.from({ length: 5 }, () => "link_http")]);
});

it("HTML that Outlook does not show is named, with the program; what is only decoration is not", async () => {
  expect(await unsupportedIn('<div style="display:flex;border-radius:8px">x</div>')).toEqual([
    { feature: "display:flex", clients: "Outlook" },
  ]);
  // HTML from before the sanitizer.
  for (const vector of xssVectors) expect(await unsupportedIn(vector)).toBeInstanceOf(Array);
});

it("what the application's own formats make is shown by every program, and can be read", async () => {
  const [starter] = startersIn("en");
  const input = { subject: "S", preheader: "", textIsOwn: false, text: "" };
  const email = await visualEmail(documentOf(...everything.map(([, node]) => node)), new Map());
  const made = [
    compileMessage({ ...input, format: "markdown", source: starter?.source ?? "" }, new Map()),
    email && compileVisual({ ...input, format: "visual", source: "" }, email),
  ];
  for (const one of made) {
    if (one === null || typeof one === "string") throw new Error(one ?? "refused");
    expect(await unsupportedIn(one.html)).toEqual([]);
    expect(found({ html: one.html }).filter(([code]) => code === "contrast" || code === "dark_ink")).toEqual(
      [],
    );
  }
});

it("contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
});
