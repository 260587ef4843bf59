import type { NextConfig } from "next";
import { PHASE_PRODUCTION_SERVER } from "next/constants";
import createNextIntlPlugin from "next-intl/plugin";
import { LARGEST_ACTION } from "./lib/actions/largest-action";
import { LARGEST_UPLOAD } from "./lib/images/schema";
import { contentSecurityPolicy, NO_PAGE, SHOWN_EMAIL } from "./lib/security/content-security-policy";
import { COMPILED_CACHE_HANDLER, compileCacheHandler } from "./scripts/compile-cache-handler.mjs";

const safety = [
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  // No page of another site loads any of it as an image, script or style of its own.
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

/** What emails, other sites and programs show: images and the brand. */
const SHOWN_ELSEWHERE = [
  "/api/images/:id([0-9a-f-]+)",
  "/:locale(ru)?/blog/:slug/picture",
  "/brand/:path*",
  "/favicon.ico",
];

/** What compiles a message of the visual editor (lib/messages/visual-email.ts). */
const EDITOR = ["@react-email/editor", "@tiptap/core", "@tiptap/extension-document", "@tiptap/pm"];

const config: NextConfig = {
  poweredByHeader: false,
  // middleware.ts has to see the query `_rsc` of what the browser's router did not send: Next hides it from there, and
  // writes it into the page.
  skipProxyUrlNormalize: true,
  reactStrictMode: true,
  // `npm test` checks them; at a build they take a third of its time (docs/decisions/0006).
  typescript: { ignoreBuildErrors: true },
  // The editor's own code uses hooks of React, which no server component may: on the server it runs as Node reads it.
  serverExternalPackages: ["@prisma/adapter-pg", "pg", ...EDITOR],
  // Covers are stored in these widths and no others (lib/images/schema.ts); nothing is resized at a request.
  images: {
    loader: "custom",
    loaderFile: "./components/posts/stored-width.ts",
    deviceSizes: [640, 1_200],
    imageSizes: [320],
  },
  // Pages and reads are cached by lib/cache/handler; Next loads it beside the application (docs/CACHES.md).
  compiler: { runAfterProductionCompile: ({ distDir }) => compileCacheHandler(distDir) },
  experimental: {
    // Neither the build nor a platform without that handler writes to the disk what was made at a request.
    isrFlushToDisk: false,
    // forbidden() answers 403 to a role that may not open a page; see docs/decisions.
    authInterrupts: true,
    // Next reads what middleware.ts is asked about to its end and keeps so much of it, but for the part that went past:
    // more than the largest upload and a part, so that what is cut still is too large.
    proxyClientMaxBodySize: LARGEST_UPLOAD + 1_000_000,
    serverActions: { bodySizeLimit: LARGEST_ACTION, allowedOrigins: ownHost() },
    optimizePackageImports: ["@heroui/react", "lucide-react"],
  },

  headers() {
    return [
      {
        // Pages that are made for one request get a policy with a nonce in place of this one (middleware.ts).
        source: "/:path*",
        headers: [...safety, { key: "Content-Security-Policy", value: contentSecurityPolicy(null) }],
      },
      ...SHOWN_ELSEWHERE.map((source) => ({
        source,
        headers: [{ key: "Cross-Origin-Resource-Policy", value: "cross-origin" }],
      })),
      {
        source: "/api/:path*",
        headers: [{ key: "Content-Security-Policy", value: NO_PAGE }],
      },
      {
        // What stands here is stronger than what a route says. Pictures may be kept.
        source: "/api/:path((?!images/[0-9a-f-]+$).*)",
        headers: [{ key: "Cache-Control", value: "private, no-store" }],
      },
      {
        source: "/:locale(ru)?/unsubscribe/:token*",
        headers: [
          // The token stays on this site. Not no-referrer: with it a form sent without script has the
          // origin "null", which Next refuses.
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "X-Robots-Tag", value: "noindex, nofollow" },
        ],
      },
      {
        source: "/view/:token*",
        headers: [
          { key: "Content-Security-Policy", value: SHOWN_EMAIL },
          // A browser shows no page that has a sandbox and an opener policy.
          { key: "Cross-Origin-Opener-Policy", value: "unsafe-none" },
          { key: "Referrer-Policy", value: "no-referrer" },
          { key: "X-Robots-Tag", value: "noindex, nofollow" },
        ],
      },
    ];
  },

  rewrites() {
    return {
      // Before the pages that middleware.ts does not see as well.
      beforeFiles: [
        { source: "/", destination: "/en" },
        { source: `/:path((?!${notPages.join("|")}).*)`, destination: "/en/:path" },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
};

/** What stands outside app/[locale]: the Russian pages' prefix, routes without a language, files of public/. */
const notPages = [
  "ru(?:/|$)",
  "en(?:/|$)",
  "api/",
  "_next/",
  "brand/",
  "view/",
  "theme\\.js$",
  "favicon\\.ico$",
  "robots\\.txt$",
  "sitemap\\.xml$",
];

/**
 * Actions are taken from pages of APP_URL, whatever a proxy makes of Host and X-Forwarded-Host. Read anew at each start;
 * one that is no address is refused there by lib/env.
 */
function ownHost(): string[] {
  const address = process.env.APP_URL?.trim();
  return address && URL.canParse(address) ? [new URL(address).host] : [];
}

/** Vercel caches pages by itself, and a build has nothing to cache. */
export default function configOf(phase: string): NextConfig {
  const cachesPages = phase === PHASE_PRODUCTION_SERVER && !process.env.VERCEL;
  return createNextIntlPlugin("./lib/i18n/request.ts")({
    ...config,
    ...(cachesPages && { cacheHandler: COMPILED_CACHE_HANDLER, cacheMaxMemorySize: 0 }),
  });
}
