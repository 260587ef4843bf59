import punycode from "punycode.js";
import { z } from "zod";

/** RFC 5321, 4.5.3.1: octets before the @, and of a whole path without its angle brackets. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;
/** Characters of a name, an address and what stands around them. */
const LONGEST_TYPED = 1_000;

/**
 * What browsers take for <input type=email> (WHATWG HTML, "valid e-mail address"), with a dot in the domain and a
 * letter in its last label: no email travels to another one.
 */
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** What has no glyph. Joiners between letters of a Unicode domain belong to it. */
const INVISIBLE = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;
const STRAY_JOINER = /(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])/gu;
/** ASCII as East Asian keyboards write it, and the full stops that domains know beside their own. */
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
const FULL_STOPS = /[\u3002\uff61]/gu;
const BEYOND_ASCII = /[^\0-\x7f]/u;

/** What people and programs write around an address, each with what is left of it. */
const WRAPPINGS: readonly [around: RegExp, inside: string][] = [
  [/^[\s\u0085;,]+/u, ""],
  [/[\s\u0085;,|]+$/u, ""],
  // As spreadsheets write text that shall not be calculated.
  [/^="([^"]*)"$/u, "$1"],
  [/^(["'`])(.*)\1$/u, "$2"],
  [/^[“„”«‘‚](.*)[”“»’‘]$/u, "$1"],
  [/^(?:[^<>]*|"[^"]*"\s*)<([^<>]*)>$/u, "$1"],
  [/^[^()@]*\(([^()]*@[^()]*)\)$/u, "$1"],
  [/\s*\([^()]*\)$/u, ""],
  [/^\([^()]*\)\s*/u, ""],
  [/^smtp:\s*/iu, ""],
];
const QUOTED_NAME = /^\s*"[^"]*"\s*(?=<)/u;
const BETWEEN_ADDRESSES = /[\s<>()"'`“”„«»‘’,;|:/]+/u;

/** Keys of the catalogue's "faults". */
export type EmailFault = "email_missing" | "email_invalid" | "email_several" | "email_not_latin";
export type ReadEmail = { ok: true; email: string } | { ok: false; fault: EmailFault };

/**
 * The address in what somebody typed or a file says, as it is stored: in lower case, ASCII alone, its domain in
 * Punycode. What passes means the same to PostgreSQL's lower(), whatever its locale.
 */
export function readEmail(typed: string): ReadEmail {
  const plain = typed.trim();
  if (isEmail(plain)) return { ok: true, email: plain.toLowerCase() };
  if (plain.length > LONGEST_TYPED) return { ok: false, fault: "email_invalid" };
  const text = visible(plain);
  if (text === "") return { ok: false, fault: "email_missing" };
  const addresses = addressesIn(text);
  if (new Set(addresses).size > 1) return { ok: false, fault: "email_several" };
  const read = readBare(unwrapped(text));
  return !read.ok && addresses.length > 1 ? { ok: false, fault: "email_several" } : read;
}

/**
 * An address that may be stored already, for forms that look one up: also what was taken when labels could end with
 * a hyphen.
 */
export function readKnownEmail(typed: string): ReadEmail {
  const read = readEmail(typed);
  const plain = typed.trim().toLowerCase();
  const wasTaken =
    plain.length <= LONGEST_ADDRESS &&
    z.regexes.email.test(plain) &&
    plain.indexOf("@") <= LONGEST_LOCAL_PART;
  return read.ok || !wasTaken ? read : { ok: true, email: plain };
}

/** Whether a text is an address just as it stands. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && ADDRESS.test(text) && text.indexOf("@") <= LONGEST_LOCAL_PART;
}

/** An address as people read it: the domain in its own letters. */
export function shownEmail(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  if (!domain.includes("xn--")) return email;
  const shown = unicodeDomain(domain);
  return shown === null ? email : `${email.slice(0, at)}@${shown}`;
}

/** The beginning of an address as it is stored, for what somebody typed into a search. */
export function searchedEmail(typed: string): string {
  const read = readEmail(typed);
  if (read.ok) return read.email;
  const text = typed.trim().toLowerCase();
  const at = text.lastIndexOf("@");
  const domain = at < 0 ? null : asciiDomain(text.slice(at + 1));
  return domain === null ? text : `${text.slice(0, at)}@${domain}`;
}

function visible(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(STRAY_JOINER, "")
    .replace(FULL_WIDTH, (character) => character.normalize("NFKC"))
    .replace(FULL_STOPS, ".")
    .trim();
}

function addressesIn(text: string): string[] {
  const words = text.replace(QUOTED_NAME, "").toLowerCase().split(BETWEEN_ADDRESSES);
  return words.filter((word) => /^[^@]+@[^@]+\.[^@]+$/u.test(word));
}

function unwrapped(text: string): string {
  let inside = text;
  for (let before = ""; before !== inside && !isEmail(inside);) {
    before = inside;
    for (const [around, left] of WRAPPINGS) inside = inside.replace(around, left);
    if (/^mailto:/iu.test(inside)) inside = linked(inside);
  }
  return inside;
}

/** The address of a mailto link (RFC 6068). */
function linked(link: string): string {
  const [path = ""] = link.slice("mailto:".length).trim().split("?");
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

function readBare(text: string): ReadEmail {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  if (BEYOND_ASCII.test(local) && !/[\s@]/u.test(local)) return { ok: false, fault: "email_not_latin" };
  const domain = asciiDomain(text.slice(at + 1));
  const email = `${local}@${domain ?? ""}`.toLowerCase();
  return domain !== null && isEmail(email) ? { ok: true, email } : { ok: false, fault: "email_invalid" };
}

/** Null for what cannot be a domain. The URL of browsers and Node maps the others as UTS 46 has it. */
function asciiDomain(domain: string): string | null {
  if (!BEYOND_ASCII.test(domain)) return domain;
  if (/[^a-z0-9.\u0080-\u{10ffff}-]/iu.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function unicodeDomain(domain: string): string | null {
  try {
    const shown = punycode.toUnicode(domain);
    return asciiDomain(shown) === domain ? shown : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function field(read: (typed: string) => ReadEmail) {
  return z.string().transform((typed, context) => {
    const result = read(typed);
    if (result.ok) return result.email;
    context.addIssue({ code: "custom", message: result.fault });
    return z.NEVER;
  });
}

/** A new address. */
export const emailAddress = field(readEmail);
/** One that may be stored already. */
export const knownEmailAddress = field(readKnownEmail);
export const optionalEmailAddress = field((typed) =>
  typed.trim() === "" ? { ok: true, email: "" } : readKnownEmail(typed),
);
