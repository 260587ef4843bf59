import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { contentSecurityPolicy, NO_PAGE } from "./lib/security/content-security-policy";

const safety = [
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Without tests and their tools, so that `npm start` builds where devDependencies were left out.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  serverExternalPackages: ["@prisma/adapter-pg", "pg"],
  // Covers are stored in these widths and no others (lib/images/schema.ts); nothing is resized at a request.
  images: { deviceSizes: [640, 1_200], imageSizes: [320] },
  experimental: {
    // What is kept for visitors is kept in memory, bounded: asking for addresses that there are not fills no disk,
    // and no start shows what another one kept, perhaps of another database.
    isrFlushToDisk: false,
    // forbidden() answers 403 to a role that may not open a page; see docs/decisions.
    authInterrupts: true,
    optimizePackageImports: ["@heroui/react", "lucide-react"],
  },

  headers() {
    return [
      {
        // Pages that middleware.ts sees get a policy with a nonce in place of this one.
        source: "/:path*",
        headers: [...safety, { key: "Content-Security-Policy", value: contentSecurityPolicy(null) }],
      },
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
    ];
  },

  rewrites() {
    return {
      // Not by middleware: it would halve the throughput of every prerendered page.
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
  "theme\\.js$",
  "favicon\\.ico$",
  "robots\\.txt$",
  "sitemap\\.xml$",
];

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
