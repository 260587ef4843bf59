import { readableOn } from "@/lib/messages/contrast";
import type { EmailDesign } from "@/lib/messages/visual-document";
import { FONTS } from "@/lib/messages/visual-look";
import { FOOTER_MARK } from "@/lib/sending/render";

const BARE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';
/** The footer's grey (lib/sending/render.ts). */
const FOOTER_INK = "#6b6b6b";

/** The whole of an email around its content, which is sanitized, with a place for the footer. */
export function visualTemplate(content: string, design: EmailDesign): string {
  const { width, background, paper, ink, font } = design;
  const letters = `font-family:${FONTS[font]};font-size:16px;line-height:1.6;color:${ink}`;
  const under =
    readableOn(background, FOOTER_INK) === FOOTER_INK ? "" : ";background:#ffffff;border-radius:8px";
  return `<table ${BARE} style="background:${background}"><tr><td align="center" style="padding:28px 12px">
<!--[if mso]><table role="presentation" width="${width}" align="center"><tr><td><![endif]-->
<table ${BARE} style="max-width:${width}px">
<tr><td style="padding:36px 6% 22px;background:${paper};border-radius:10px;${letters}">
${content}
</td></tr>
<tr><td style="padding:22px 6% 16px${under}">${FOOTER_MARK}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>`;
}
