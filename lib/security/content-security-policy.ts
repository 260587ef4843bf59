const development = process.env.NODE_ENV === "development";

/**
 * The Content-Security-Policy of a page. With a nonce only scripts that carry it run; without one, on
 * pages that are cached, Next's inline data scripts have to be let through; lib/cache/handler adds a second policy with the
 * hashes of those that stand there.
 *
 * @param images "own", or "any": the preview of one's own message shows what an email shows
 */
export function contentSecurityPolicy(nonce: string | null, images: "own" | "any" = "own"): string {
  const scripts = ["'self'", nonce === null ? "'unsafe-inline'" : `'nonce-${nonce}'`];
  // React's development build reconstructs server stacks with eval.
  if (development) scripts.push("'unsafe-eval'");
  return [
    "default-src 'self'",
    `script-src ${scripts.join(" ")}`,
    // Progress bars and React Aria's overlays set style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${images === "any" ? " https: http:" : ""}`,
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The policy of what is no page: data and pictures. Opened by itself, whatever stands in it does nothing. */
export const NO_PAGE =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/**
 * The policy of an email that is shown by itself. Images come from wherever it has them; links lead away, into windows
 * that are pages like any other.
 */
export const SHOWN_EMAIL =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
