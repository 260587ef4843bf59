import { createTranslator } from "next-intl";
import type { NextRequest } from "next/server";
import { clientAddress } from "@/lib/auth/client-address";
import { env } from "@/lib/env";
import { acceptedLocale } from "@/lib/i18n/accepted-locale";
import { catalogue } from "@/lib/i18n/catalogues";
import { sentEmail } from "@/lib/messages/sent-email";
import { SHOWN_EMAIL } from "@/lib/security/content-security-policy";
import { takeUse } from "@/lib/security/rate-limits";
import { escapeHtml, PREVIEW_TOKEN } from "@/lib/sending/render";
import { takeInvalidLink } from "@/lib/suppressions/invalid-links";

type Answer = "notThere" | "preview" | "tooMany";

const headers = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": SHOWN_EMAIL,
  "Cache-Control": "private, no-store",
  "X-Robots-Tag": "noindex, nofollow",
  "Referrer-Policy": "no-referrer",
};

/** An email as it went out, for whoever has the link that stands in it. No script runs in it. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<"/view/[token]">,
): Promise<Response> {
  const { token } = await params;
  if (token === PREVIEW_TOKEN) return told("preview", 404, request);
  const address = clientAddress(request.headers, env().TRUSTED_PROXIES);
  const taken = await takeUse(address === null ? "emailViewByAnybody" : "emailViewByAddress", address ?? "");
  if (!taken.ok) return told("tooMany", 429, request, taken.retryAfterSeconds);
  const html = await sentEmail(token);
  if (html !== null) return new Response(html, { headers });
  const wrong = await takeInvalidLink(address);
  if (!wrong.ok) return told("tooMany", 429, request, wrong.retryAfterSeconds);
  return told("notThere", 404, request);
}

/** In a sentence, in the browser's language: there is no page around it. */
function told(answer: Answer, status: number, request: NextRequest, retryAfter?: number) {
  const chosen = request.cookies.get("language")?.value;
  const { locale, messages } = catalogue(chosen ?? acceptedLocale(request.headers.get("accept-language")));
  const t = createTranslator({ locale, messages, namespace: "emailView" });
  const [title, text] = [escapeHtml(t(`${answer}.title`)), escapeHtml(t(`${answer}.text`))];
  const html =
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>` +
    `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
  const later = retryAfter !== undefined && { "Retry-After": String(retryAfter) };
  return new Response(html, { status, headers: { ...headers, ...later } });
}

const STYLE =
  ":root{color-scheme:light dark}body{margin:0;font:17px/1.55 system-ui,sans-serif}" +
  "main{max-width:32rem;margin:0 auto;padding:7rem 1rem}h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}p{margin:0;opacity:.8}";
