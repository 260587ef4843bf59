import { NextResponse, type NextRequest } from "next/server";
import { LARGEST_ACTION } from "@/lib/actions/largest-action";
import { ASKED_PATH } from "@/lib/auth/asked-path";
import { env } from "@/lib/env";
import { acceptedLocale } from "@/lib/i18n/accepted-locale";
import { answersAt } from "@/lib/security/answers-at";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { contentSecurityPolicy } from "@/lib/security/content-security-policy";
import { isReadable } from "@/lib/security/readable-action";
import { sentFromHere } from "@/lib/security/sent-from";

/**
 * Everything but files, pages that the build has made, by the letters of their addresses alone, and what machines call,
 * whatever host they know it by: cron and health by the address of this process, webhooks and one-click unsubscribing by
 * addresses that were right when they were written down. Those prove themselves, by secret, signature or signed link, and
 * know no session.
 *
 * Of the pages that the build has made it sees actions, which carry the header or, sent by a form without script, a
 * content type.
 */
export const config = {
  runtime: "nodejs",
  matcher: [
    "/((?!(?:ru/)?(?:login|register|forgot-password|blog/[a-z0-9-]+/picture|blog/feed[.]xml)$|api/(?:cron/mailings|health|revalidate|webhooks/resend|unsubscribe/[^/%]+|images/[0-9a-f-]{36})$|_next/|brand/|theme[.]js$|favicon[.]ico$|robots[.]txt$|sitemap[.]xml$).*)",
    // An address that cannot be decoded, which Next answers with 500.
    "/((?:_next|brand)/.*%.*)",
    { source: "/((?!api/|_next/).*)", has: [{ type: "header", key: "next-action" }] },
    { source: "/((?!api/|_next/).*)", has: [{ type: "header", key: "content-type" }] },
  ],
};

/** Pages that are made at a request and then kept for everybody. */
const CACHED = /^\/(?:(?:ru\/?)?|(?:ru\/)?blog(?:\/.*)?)$/;

/** Pages made for one request, most of them for somebody who has signed in. */
const MADE_FOR_ONE =
  /^\/(?:ru\/)?(?:(?:overview|mailings|messages|recipients|attempts|reports|admin|unsubscribe|posts)(?:\/|$)|(?:verify-email|reset-password|change-email|profile)$)/;

/**
 * Tells the browser's router for which query a page was made. Of what next.config.ts rewrites, as it does all English
 * pages, Next 16.4 says that it was made for none (next/dist/server/lib/router-utils/resolve-routes.js), and another
 * filter of a list would be taken for the page that is there. What stands here replaces that.
 */
const RENDERED_QUERY = "x-nextjs-rewritten-query";

/**
 * Answers at the application's own address alone, takes no more than an action may hold, gives each page a nonce, leads
 * visitors without a session to sign-in, and picks the browser's language where a mail's link names none. It authorizes
 * nothing: pages, queries and commands do that.
 */
export function middleware(request: NextRequest): NextResponse | Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  if (!isDecodable(pathname)) return plain(400, "This address is misspelt: a % in it begins no character.");
  if (/^\/(?:_next|brand)\//.test(pathname)) return NextResponse.next();
  const search = queryOf(request);
  const isAsked = request.method === "GET" || request.method === "HEAD";
  const address = oneAddress(pathname);
  const isCached = isAsked && CACHED.test(address);
  if (!isCached && !answersAt(env(), request.headers)) return misdirected();
  // Not in next.config.ts, whose redirects carry no headers.
  if (isAsked && address !== pathname) return toAddress(address + search, request);
  // None of them reads a query, and the one that has a page made would stand in it for everybody.
  if (isCached && !isBare(request)) return toAddress(address, request);
  if (pathname.startsWith("/api/")) return NextResponse.next();
  return isAsked ? shown(request, address) : taken(request, address);
}

function shown(request: NextRequest, address: string): NextResponse {
  return MADE_FOR_ONE.test(address) ? forOne(request) : forEverybody(request);
}

/** What Next would break off with 500: an action from another site's page, longer than one may be, or cut off. */
async function taken(request: NextRequest, address: string): Promise<NextResponse> {
  const { APP_URL } = env();
  if (!sentFromHere(APP_URL, request.headers))
    return plain(403, `This was not sent from a page of ${APP_URL}. Open that address and try again.`);
  const body = await boundedBytes(request, LARGEST_ACTION);
  if (body === null) return plain(413, "This is more than can be sent at once.");
  return (await isReadable(body, request.headers))
    ? shown(request, address)
    : plain(400, "What was sent is not what a form sends. Load the page again and try once more.");
}

/** The query without the browser's router's own mark, which tells apart what it asks for from the page at that address. */
function queryOf({ nextUrl }: NextRequest): string {
  const parts = nextUrl.search.slice(1).split("&");
  const own = parts.filter((part) => part !== "" && !/^_rsc(?:=|$)/.test(part));
  return own.length === 0 ? "" : `?${own.join("&")}`;
}

/** The router's mark stands in no answer to the router, but in a page like any other query. */
function isBare(request: NextRequest): boolean {
  const isOfRouter = request.headers.get("rsc") === "1";
  return (isOfRouter ? queryOf(request) : request.nextUrl.search) === "";
}

/** Another site may have its name lead here (DNS rebinding), and would share everything with its own pages. */
function misdirected(): NextResponse {
  const { APP_URL } = env();
  return plain(
    421,
    `Posthorn answers at ${APP_URL} and not at the address that was asked. Open that one; a proxy in front has to pass the Host header on.`,
  );
}

function plain(status: number, sentence: string): NextResponse {
  return new NextResponse(`${sentence}\n`, {
    status,
    headers: { "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8" },
  });
}

/**
 * One address for one page: English stands without its prefix, and no letter is encoded that need not be. Next keeps one
 * page for all ways to write it, with the address in it that was asked first.
 */
function oneAddress(pathname: string): string {
  const path = pathname.replace(/^\/en(?:\/+|$)/, "/");
  if (!path.includes("%")) return path;
  const segments = path.split("/").map((segment) => encodeURI(decodeURIComponent(segment)));
  return segments.map((segment) => segment.replace(/[/?#]/g, encodeURIComponent)).join("/");
}

/** `%` without two hexadecimal digits, or bytes that are no UTF-8: an address that nobody has. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function toAddress(address: string, { url }: NextRequest): NextResponse {
  return NextResponse.redirect(new URL(address, url), 308);
}

/** Out of a policy that is sent along Next would take the nonce of every script in a page that everybody gets. */
function forEverybody(request: NextRequest): NextResponse {
  const names = ["Content-Security-Policy", "Content-Security-Policy-Report-Only"];
  if (!names.some((name) => request.headers.has(name))) return NextResponse.next();
  const headers = new Headers(request.headers);
  for (const name of names) headers.delete(name);
  return NextResponse.next({ request: { headers } });
}

function forOne(request: NextRequest): NextResponse {
  const isUnsubscribe = /^\/(ru\/)?unsubscribe(\/|$)/.test(request.nextUrl.pathname);
  const isMailed =
    isUnsubscribe || /^\/(ru\/)?(verify-email|reset-password|change-email)$/.test(request.nextUrl.pathname);
  // An action answers for itself: led elsewhere, its request would find nobody there who knows it.
  const isAction = request.method === "POST" && request.headers.has("next-action");
  if (!isMailed && !isAction && !hasSessionCookie(request)) return toSignIn(request);

  const images = /^\/(ru\/)?messages(\/|$)/.test(request.nextUrl.pathname) ? "any" : "own";
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), images);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set("Content-Security-Policy", policy);
  const search = queryOf(request);
  headers.set(ASKED_PATH, request.nextUrl.pathname + search);
  const response =
    isUnsubscribe && wishesRussian(request)
      ? NextResponse.rewrite(
          new URL(`/ru${request.nextUrl.pathname}${request.nextUrl.search}`, request.url),
          { request: { headers } },
        )
      : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  if (search !== "") response.headers.set(RENDERED_QUERY, search.slice(1));
  // The token in a mailed link stays on this site.
  if (isMailed) response.headers.set("Referrer-Policy", "same-origin");
  return response;
}

function hasSessionCookie(request: NextRequest): boolean {
  // "__Secure-" over https; a long token is cut into numbered cookies.
  return request.cookies
    .getAll()
    .some(({ name }) => /^(__Secure-)?authjs\.session-token(\.\d+)?$/.test(name));
}

function toSignIn(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const target = new URL(pathname.startsWith("/ru/") ? "/ru/login" : "/login", request.url);
  target.searchParams.set("next", pathname + queryOf(request));
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
