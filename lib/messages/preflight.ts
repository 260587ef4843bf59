import { usedTemplates, fieldsWithoutFallback } from "@/lib/messages/preflight-fields";
import { looksIn, type EmailLooks } from "@/lib/messages/preflight-html";
import { GMAIL_SHOWS } from "@/lib/messages/schema";
import type { DomainState } from "@/lib/sending/resend";

/** Where what was found can be mended. */
export type FindingPlace = "subject" | "preheader" | "source" | "text" | "profile" | null;

export interface Finding {
  /** A key of the catalogue's "messages.preflight.findings". */
  code: FindingCode;
  /** "wrong" is seen by every reader; "careful" by some, or perhaps. */
  level: "wrong" | "careful";
  place: FindingPlace;
  /** What to look for there: a text that stands in the source. */
  find: string;
  /** For the gaps of its sentence. */
  values: Record<string, string | number>;
}

export type FindingCode =
  | ("subject_empty" | "subject_shouting" | "preheader_empty" | "field_unknown" | "field_bare")
  | ("link_missing" | "link_malformed" | "link_http" | "link_example" | "alt_missing" | "images_only")
  | ("too_large" | "unsupported" | "removed" | "contrast" | "dark_ink" | "no_address")
  | ("sender_unready" | "sender_key");

export interface PreflightInput {
  subject: string;
  preheader: string;
  /** As it is saved, with its fields. */
  html: string;
  text: string;
  /** Elements of the source that an email may not hold. */
  removed: readonly string[];
  /** Bytes of the whole email for the reader of the preview. */
  size: number;
}

export interface PreflightFacts {
  /** Fields that the owner's recipients have, beside name and email. */
  known: readonly string[];
  /** Of the recipients that were asked, how many lack a value of the field. */
  lacking: Readonly<Record<string, number>>;
  asked: number;
  /** What email programs do not support of it, each with the programs. */
  unsupported: readonly { feature: string; clients: string }[];
  postalAddress: boolean;
  /** How the provider says the domain is that emails come from. */
  sender: { domain: string; state: DomainState };
}

/** How many findings of one kind are shown: the rest are like them. */
const MOST_OF_A_KIND = 5;

/** What its writer should see to before the message is sent, the worst first. Pure. */
export function preflight(input: PreflightInput, facts: PreflightFacts): Finding[] {
  const looks = looksIn(input.html);
  const found = [
    ...ofSubject(input),
    ...ofFields(input, facts),
    ...ofLinks(looks),
    ...ofImages(looks),
    ...ofColors(looks),
    ...ofWhole(input, facts),
  ];
  const byKind = new Map<FindingCode, number>();
  const shown = found.filter(({ code }) => {
    byKind.set(code, (byKind.get(code) ?? 0) + 1);
    return (byKind.get(code) ?? 0) <= MOST_OF_A_KIND;
  });
  return [
    ...shown.filter(({ level }) => level === "wrong"),
    ...shown.filter(({ level }) => level !== "wrong"),
  ];
}

function finding(
  code: FindingCode,
  level: Finding["level"],
  place: FindingPlace,
  find = "",
  values: Finding["values"] = {},
): Finding {
  return { code, level, place, find, values };
}

function ofSubject({ subject, preheader }: PreflightInput): Finding[] {
  const letters = subject.replace(/\{\{[^{}]*\}\}/g, "").replace(/[^\p{L}]/gu, "");
  const capitals = letters.replace(/[^\p{Lu}]/gu, "");
  const isShouting =
    (letters.length >= 8 && capitals.length > letters.length * 0.7) || /[!?]{2,}/.test(subject);
  return [
    ...(subject.trim() === "" ? [finding("subject_empty", "wrong", "subject")] : []),
    ...(isShouting ? [finding("subject_shouting", "careful", "subject")] : []),
    ...(preheader.trim() === "" ? [finding("preheader_empty", "careful", "preheader")] : []),
  ];
}

function ofFields(input: PreflightInput, { known, lacking, asked }: PreflightFacts): Finding[] {
  return usedTemplates(input).flatMap(({ place, source }) =>
    fieldsWithoutFallback(source).flatMap(({ name, isBare }): Finding[] => {
      const find = `{{${name}`;
      if (!["name", "email", ...known].includes(name))
        return [finding("field_unknown", isBare ? "wrong" : "careful", place, find, { name })];
      const missing = lacking[name] ?? 0;
      return isBare && missing > 0
        ? [finding("field_bare", "wrong", place, find, { name, missing, asked })]
        : [];
    }),
  );
}

function ofLinks({ links }: EmailLooks): Finding[] {
  return links.flatMap(({ href, words }): Finding[] => {
    const values = { link: words === "" ? href : words };
    if (href === "" || href === "#") return [finding("link_missing", "wrong", "source", words, values)];
    if (href.startsWith("{{") || !/^https?:/i.test(href)) return [];
    const plain = href.replace(/\{\{[^{}]*\}\}/g, "x");
    const host = URL.canParse(plain) ? new URL(plain).hostname : "";
    if (!/^(?:[^.]+\.)+[^.]{2,}$/.test(host) && host !== "localhost")
      return [finding("link_malformed", "wrong", "source", href, { ...values, href })];
    if (/(?:^|\.)example\.(?:com|org|net)$/i.test(host))
      return [finding("link_example", "wrong", "source", href, { ...values, href })];
    return /^http:/i.test(href) ? [finding("link_http", "careful", "source", href, { ...values, href })] : [];
  });
}

function ofImages({ images, letters }: EmailLooks): Finding[] {
  return [
    ...images
      .filter(({ alt }) => alt.trim() === "")
      .map(({ src }) =>
        finding("alt_missing", "careful", "source", src, { src: src.split("/").at(-1) ?? "" }),
      ),
    ...(images.length > 0 && letters < 40 ? [finding("images_only", "wrong", "source")] : []),
  ];
}

function ofColors({ faint, darkInk }: EmailLooks): Finding[] {
  return [
    ...faint.map(({ words, ink, ground, ratio }) =>
      finding("contrast", "careful", "source", words, { words, ink, ground, ratio: ratio.toFixed(1) }),
    ),
    ...darkInk.map((words) => finding("dark_ink", "careful", "source", words, { words })),
  ];
}

function ofWhole(
  { removed, size }: PreflightInput,
  { unsupported, postalAddress, sender }: PreflightFacts,
): Finding[] {
  return [
    ...(size > GMAIL_SHOWS
      ? [finding("too_large", "wrong", null, "", { size: Math.ceil(size / 1_000) })]
      : []),
    ...(removed.length > 0
      ? [
          finding("removed", "careful", "source", `<${removed[0] ?? ""}`, {
            names: removed.map((name) => `<${name}>`).join(", "),
          }),
        ]
      : []),
    ...unsupported.map(({ feature, clients }) =>
      finding("unsupported", "careful", "source", feature, { feature, clients }),
    ),
    ...(postalAddress ? [] : [finding("no_address", "careful", null)]),
    ...ofSender(sender),
  ];
}

/** What the provider would refuse every email for. */
function ofSender(sender: PreflightFacts["sender"]): Finding[] {
  switch (sender.state) {
    case "verified":
    case "hidden":
    case "unknown":
      return [];
    case "key_refused":
      return [finding("sender_key", "wrong", null)];
    case "pending":
    case "failed":
    case "not_found":
      return [finding("sender_unready", "wrong", null, "", sender)];
  }
}
