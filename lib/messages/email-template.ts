import { FOOTER_MARK, SENDER_MARK } from "@/lib/sending/render";

/** What a message written as text looks like. Inline styles and tables: mail programs know little else. */
const ACCENT = "#27407a";
const INK = "#1f2433";
const QUIET = "#5b6070";
const LINE = "#dcdce4";
const SERIF = "font-family:Georgia,'Times New Roman',serif";
const SANS = "font-family:Arial,Helvetica,sans-serif";
const BODY_TEXT = `${SANS};font-size:16px;line-height:1.6;color:${INK}`;
/** Pixels of the column of text: 600 without its margins. */
export const COLUMN_WIDTH = 528;

/** The style of each element of a text. */
export const STYLES: Readonly<Record<string, string>> = {
  p: `margin:0 0 18px;${BODY_TEXT}`,
  h1: `margin:0 0 18px;${SERIF};font-size:28px;line-height:1.25;font-weight:bold;color:${INK}`,
  h2: `margin:30px 0 10px;${SERIF};font-size:21px;line-height:1.3;font-weight:bold;color:${INK}`,
  h3: `margin:26px 0 8px;${SANS};font-size:17px;line-height:1.4;font-weight:bold;color:${INK}`,
  h4: `margin:22px 0 8px;${SANS};font-size:16px;line-height:1.4;font-weight:bold;color:${INK}`,
  h5: `margin:22px 0 8px;${SANS};font-size:15px;line-height:1.4;font-weight:bold;color:${INK}`,
  h6: `margin:22px 0 8px;${SANS};font-size:14px;line-height:1.4;font-weight:bold;color:${QUIET}`,
  ul: `margin:0 0 18px;padding:0 0 0 24px;${BODY_TEXT}`,
  ol: `margin:0 0 18px;padding:0 0 0 26px;${BODY_TEXT}`,
  li: "margin:0 0 8px",
  a: `color:${ACCENT};text-decoration:underline`,
  img: "display:block;max-width:100%;height:auto;margin:0;border:0;border-radius:8px",
  hr: `margin:30px 0;border:0;border-top:1px solid ${LINE}`,
  blockquote: `margin:0 0 18px;padding:16px 20px 1px;background:#f1f3f9;border-left:4px solid ${ACCENT};border-radius:4px`,
  pre: "margin:0 0 18px;padding:14px 16px;background:#f4f4f6;border-radius:8px;white-space:pre-wrap;word-break:break-word",
  code: "font-family:Menlo,Consolas,monospace;font-size:14px",
  table: `width:100%;margin:0 0 18px;border-collapse:collapse;${BODY_TEXT}`,
  th: `padding:10px 12px 10px 0;border-bottom:2px solid ${LINE};text-align:left;font-weight:bold`,
  td: `padding:10px 12px 10px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:top`,
};

/** A link that stands in a paragraph alone, in bold letters, is what the mail asks for. */
export const BUTTON_CELL = `background:${ACCENT};border-radius:8px`;
export const BUTTON_LINK = `display:inline-block;padding:13px 26px;${SANS};font-size:16px;line-height:1.3;font-weight:bold;color:#ffffff;text-decoration:none`;

/** Outlook on Windows knows no greatest width. */
const FOR_OUTLOOK = '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->';
const AFTER_OUTLOOK = "<!--[if mso]></td></tr></table><![endif]-->";
const BARE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

/** The whole of a mail around its text: the sender's name above, the footer below, in one column that fits a phone. */
export function emailTemplate(content: string): string {
  return `<table ${BARE} style="background:#f3f1eb"><tr><td align="center" style="padding:28px 12px">
${FOR_OUTLOOK}
<table ${BARE} style="max-width:600px">
<tr><td style="padding:0 6% 16px;${SERIF};font-size:17px;line-height:1.3;font-weight:bold;color:${ACCENT}">${SENDER_MARK}</td></tr>
<tr><td style="padding:36px 6% 22px;background:#ffffff;border-top:4px solid ${ACCENT};border-radius:8px;${BODY_TEXT}">
${content}
</td></tr>
<tr><td style="padding:22px 6% 8px">${FOOTER_MARK}</td></tr>
</table>
${AFTER_OUTLOOK}
</td></tr></table>`;
}
