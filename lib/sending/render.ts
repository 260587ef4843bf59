import type { CreateEmailOptions } from "resend";
import {
  escapeSource,
  fillTemplate,
  parseTemplate,
  type MergeValues,
  VIEW_FIELD,
  type Template,
} from "@/lib/messages/merge-fields";
import {
  placesInHtml,
  placesInText,
  wholeAddress,
  withinAddress,
  type LinkPlace,
} from "@/lib/sending/link-places";
import { footerWords, type FooterWords } from "@/lib/sending/mail-footer";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { viewToken } from "@/lib/sending/view-token";

/** The message and sender as an attempt froze them. */
export interface Snapshot {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  fromAddress: string;
  replyTo: string;
  senderName: string;
  language: string;
}

/** What every mail of this installation carries. */
export interface MailFrame {
  appUrl: string;
  postalAddress: string;
  unsubscribeSecret: string;
}

type Addresses = Omit<MailFrame, "unsubscribeSecret">;

export interface MailAddressee {
  deliveryId: string;
  address: string;
  name: string;
  fields: MergeValues;
}

export type MailRenderer = (to: MailAddressee) => CreateEmailOptions;

/** Where a message's template wants the footer and the sender's name; no HTML that a person wrote holds these. */
export const FOOTER_MARK = '<div data-posthorn="footer"></div>';
export const SENDER_MARK = '<span data-posthorn="sender"></span>';

/** The tag that webhooks carry back, so that an event finds its delivery. */
export const DELIVERY_TAG = "delivery";

/**
 * Prepares a snapshot once for many mails. The mail of one addressee is the same bytes every time:
 * it holds no clock and no random number, as a repeated request must equal the first.
 */
export function mailRenderer(snapshot: Snapshot, frame: MailFrame): MailRenderer {
  const fill = mailFiller(snapshot, frame);
  return (to) => {
    const token = unsubscribeToken(to.deliveryId, frame.unsubscribeSecret);
    return {
      from: snapshot.fromAddress,
      to: to.address,
      replyTo: snapshot.replyTo,
      ...fill(to, {
        unsubscribe: `${frame.appUrl}/unsubscribe/${token}`,
        view: () => `${frame.appUrl}/view/${viewToken(to.deliveryId, frame.unsubscribeSecret)}`,
      }),
      headers: {
        "List-Unsubscribe": `<${frame.appUrl}/api/unsubscribe/${token}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      tags: [{ name: DELIVERY_TAG, value: to.deliveryId }],
    };
  };
}

/** In place of a token, in what belongs to no delivery. */
export const PREVIEW_TOKEN = "preview";

/** What a reader sees of a mail. */
export interface MailContent {
  subject: string;
  html: string;
  text: string;
}

/**
 * A mail as it would be sent to one reader, by the code that sends it, but for the links to unsubscribe and to view it in
 * the browser: they belong to no delivery, and their pages say so.
 */
export function previewRenderer(
  snapshot: Snapshot,
  frame: Addresses,
): (to: Omit<MailAddressee, "deliveryId">) => MailContent {
  const fill = mailFiller(snapshot, frame);
  return (to) =>
    fill(to, {
      unsubscribe: `${frame.appUrl}/unsubscribe/preview`,
      view: () => `${frame.appUrl}/view/${PREVIEW_TOKEN}`,
    });
}

/** Addresses of a mail's own pages. */
interface Links {
  unsubscribe: string;
  view: () => string;
}

function mailFiller(snapshot: Snapshot, frame: Addresses) {
  const words = footerWords(snapshot.language, snapshot.senderName);
  const subject = parseTemplate(snapshot.subject);
  const html = linkedTemplate(htmlDocument(snapshot, frame, words), placesInHtml, HTML);
  const text = linkedTemplate(
    `${snapshot.text}\n\n-- \n${textFooter(frame, words, snapshot.senderName)}\n`,
    placesInText,
    PLAIN,
  );
  // Signed only where it is shown.
  const isViewed = [subject, html.template, text.template].some(({ fields }) =>
    fields.some(({ name }) => name === VIEW_FIELD),
  );
  return (to: Omit<MailAddressee, "deliveryId">, links: Links): MailContent => {
    const values: MergeValues = {
      ...to.fields,
      name: to.name,
      email: to.address,
      [UNSUBSCRIBE_FIELD]: links.unsubscribe,
      ...(isViewed && { [VIEW_FIELD]: links.view() }),
    };
    return {
      subject: oneLine(fillTemplate(subject, values, plain)),
      html: fillTemplate(html.template, values, html.escape),
      text: fillTemplate(text.template, values, text.escape),
    };
  };
}

/** A template whose values, and whose fallbacks within an address, are encoded for where they stand. */
function linkedTemplate(
  source: string,
  placesOf: (template: Template) => LinkPlace[],
  { escape, unescape }: Notation,
) {
  const parsed = parseTemplate(source);
  const places = placesOf(parsed);
  const fields = parsed.fields.map((field, index) =>
    places[index] === "within" ? { ...field, fallback: withinAddress(unescape(field.fallback)) } : field,
  );
  return {
    template: { ...parsed, fields },
    escape(value: string, index: number) {
      const place = places[index];
      if (place === "within") return escape(withinAddress(value));
      return escape(place === "start" ? wholeAddress(value) : value);
    },
  };
}

/** A merge field of the frame itself; the space keeps it apart from every imported column. */
const UNSUBSCRIBE_FIELD = "posthorn unsubscribe";

/** RFC 5322 display name and address, the name quoted. */
export function mailbox(name: string, address: string): string {
  const quoted = oneLine(name).replace(/["\\]/g, (character) => `\\${character}`);
  return quoted === "" ? address : `"${quoted}" <${address}>`;
}

function htmlDocument(snapshot: Snapshot, frame: Addresses, words: FooterWords): string {
  const preheader =
    snapshot.preheader === ""
      ? ""
      : `<div style="display:none;max-height:0;overflow:hidden">${escapeSource(snapshot.preheader, escapeHtml)}</div>`;
  const { body, isMarked } = bodyOf(snapshot, frame, words);
  const footer = isMarked ? "" : FOOTER_BOX + htmlFooter(frame, words, snapshot.senderName) + "</div>";
  const { opened, closed } = bodyTags(body);
  if (opened !== null || closed !== null) {
    const [start, end] = [opened ?? 0, closed ?? body.length];
    return body.slice(0, start) + preheader + body.slice(start, end) + footer + body.slice(end);
  }
  return (
    `<!doctype html><html lang="${escapeHtml(snapshot.language)}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"></head><body${isMarked ? TO_THE_EDGE : ""}>${preheader}${body}${footer}</body></html>`
  );
}

/** Of a whole document: where what it shows begins and ends; both null for a part of one. What stands in comments is none. */
function bodyTags(html: string): { opened: number | null; closed: number | null } {
  const bare = html.replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => " ".repeat(comment.length));
  const open =
    /<body(?:\s[^<>]*)?>/i.exec(bare) ?? /<\/head\s*>/i.exec(bare) ?? /<html(?:\s[^<>]*)?>/i.exec(bare);
  const closes = [...bare.matchAll(/<\/(?:body|html)/gi)];
  const body = closes.findLast(([tag]) => tag.toLowerCase() === "</body");
  return {
    opened: open === null ? null : open.index + open[0].length,
    closed: (body ?? closes.at(-1))?.index ?? null,
  };
}

/** The message's HTML with whole addresses of its images; in place of its marks stand footer and sender. */
function bodyOf({ html, senderName }: Snapshot, frame: Addresses, words: FooterWords) {
  const isMarked = html.includes(FOOTER_MARK);
  const body = html
    .replaceAll('src="/api/images/', () => `src="${frame.appUrl}/api/images/`)
    .replaceAll(SENDER_MARK, () => escapeHtml(oneLine(senderName)))
    .replace(FOOTER_MARK, () => htmlFooter(frame, words, senderName));
  return { body, isMarked };
}

/** A template has margins of its own. */
const TO_THE_EDGE = ` style="margin:0"`;
/** Below HTML that somebody has pasted: as wide as emails are, and not at the window's edge. */
const FOOTER_BOX = `<div style="max-width:600px;margin:32px auto 0;padding:12px 16px 16px;border-top:1px solid #d8d8d8">`;

function htmlFooter(frame: Addresses, words: FooterWords, senderName: string): string {
  return (
    `<p style="color:#6b6b6b;font:12px/1.5 sans-serif;margin:0">${escapeHtml(words.why)}<br>` +
    `${escapeHtml(imprint(frame, senderName))}<br>` +
    `<a href="{{${UNSUBSCRIBE_FIELD}}}" style="color:#6b6b6b">${escapeHtml(words.unsubscribe)}</a></p>`
  );
}

function textFooter(frame: Addresses, words: FooterWords, senderName: string): string {
  return `${words.why}\n${imprint(frame, senderName)}\n${words.unsubscribe}: {{${UNSUBSCRIBE_FIELD}}}`;
}

function imprint(frame: Addresses, senderName: string): string {
  return oneLine(frame.postalAddress === "" ? senderName : `${senderName}, ${frame.postalAddress}`);
}

export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** How plain words stand in a template, and what its own text says. */
interface Notation {
  escape: (value: string) => string;
  unescape: (text: string) => string;
}

const HTML: Notation = {
  escape: escapeHtml,
  // Fallbacks are stored as `escapeHtml` writes them.
  unescape: (html) => html.replace(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code))),
};
const PLAIN: Notation = { escape: plain, unescape: plain };

function plain(value: string): string {
  return value;
}

function oneLine(value: string): string {
  return value.replace(/[\r\n\t\u2028\u2029]+/g, " ").trim();
}
