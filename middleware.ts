import { NextResponse, type NextRequest } from "next/server";
import { ASKED_PATH } from "@/lib/auth/asked-path";
import { acceptedLocale } from "@/lib/i18n/accepted-locale";
import { contentSecurityPolicy } from "@/lib/security/content-security-policy";

/** Only pages rendered for one request: before a prerendered page it would halve the throughput. */
export const config = {
  matcher: [
    "/en/:path*",
    "/overview/:path*",
    "/mailings/:path*",
    "/attempts/:path*",
    "/admin/:path*",
    "/unsubscribe/:path*",
    "/verify-email",
    "/reset-password",
    "/change-email",
    "/posts/:path*",
    "/profile",
    "/ru/overview/:path*",
    "/ru/mailings/:path*",
    "/ru/attempts/:path*",
    "/ru/admin/:path*",
    "/ru/unsubscribe/:path*",
    "/ru/verify-email",
    "/ru/reset-password",
    "/ru/change-email",
    "/ru/posts/:path*",
    "/ru/profile",
  ],
};

/**
 * Tells the browser's router for which query a page was made. Of what next.config.ts rewrites, as it does all English
 * pages, Next 16.4 says that it was made for none (next/dist/server/lib/router-utils/resolve-routes.js), and another
 * filter of a list would be taken for the page that is there. What stands here replaces that.
 */
const RENDERED_QUERY = "x-nextjs-rewritten-query";

/**
 * Gives each page a nonce, leads visitors without a session to sign-in, and picks the browser's language
 * where a mail's link names none. It authorizes nothing: pages, queries and commands do that.
 */
export function middleware(request: NextRequest): NextResponse {
  if (/^\/en(\/|$)/.test(request.nextUrl.pathname)) return toOneAddress(request);
  const isUnsubscribe = /^\/(ru\/)?unsubscribe(\/|$)/.test(request.nextUrl.pathname);
  const isMailed =
    isUnsubscribe || /^\/(ru\/)?(verify-email|reset-password|change-email)$/.test(request.nextUrl.pathname);
  // An action answers for itself: led elsewhere, its request would find nobody there who knows it.
  const isAction = request.method === "POST" && request.headers.has("next-action");
  if (!isMailed && !isAction && !hasSessionCookie(request)) return toSignIn(request);

  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()));
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set("Content-Security-Policy", policy);
  headers.set(ASKED_PATH, request.nextUrl.pathname + request.nextUrl.search);
  const response =
    isUnsubscribe && wishesRussian(request)
      ? NextResponse.rewrite(
          new URL(`/ru${request.nextUrl.pathname}${request.nextUrl.search}`, request.url),
          {
            request: { headers },
          },
        )
      : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  if (request.nextUrl.search) response.headers.set(RENDERED_QUERY, request.nextUrl.search.slice(1));
  // The token in a mailed link stays on this site.
  if (isMailed) response.headers.set("Referrer-Policy", "same-origin");
  return response;
}

/** One address for one page: English stands without its prefix. Not in next.config.ts, whose redirects carry no headers. */
function toOneAddress(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname.replace(/^\/en\/*/, "/");
  return NextResponse.redirect(new URL(path + request.nextUrl.search, request.nextUrl.origin), 308);
}

function hasSessionCookie(request: NextRequest): boolean {
  // "__Secure-" over https; a long token is cut into numbered cookies.
  return request.cookies
    .getAll()
    .some(({ name }) => /^(__Secure-)?authjs\.session-token(\.\d+)?$/.test(name));
}

function toSignIn(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const target = new URL(pathname.startsWith("/ru/") ? "/ru/login" : "/login", request.url);
  target.searchParams.set("next", pathname + search);
  // Sign-in is asked for by GET, whatever a form without script was sent with.
  const status = request.method === "POST" ? 303 : 307;
  return NextResponse.redirect(target, { status, headers: { "Cache-Control": "private, no-store" } });
}

function wishesRussian(request: NextRequest): boolean {
  if (request.nextUrl.pathname.startsWith("/ru/")) return false;
  const chosen = request.cookies.get("language")?.value;
  if (chosen !== undefined) return chosen === "ru";
  return acceptedLocale(request.headers.get("accept-language")) === "ru";
}
