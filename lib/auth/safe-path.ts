// Only the origin matters: it is compared with itself.
const HERE = "http://here.invalid";

/**
 * The path to lead to after sign-in, or the fallback when the wish would leave this site
 * ("//evil.example", "/\evil.example", "https://...") or lead back to sign-in.
 */
export function safePath(wish: string | null, fallback: string): string {
  if (wish === null || !wish.startsWith("/") || !URL.canParse(wish, HERE)) return fallback;
  const url = new URL(wish, HERE);
  if (url.origin !== HERE || /^\/(ru\/)?(login|api)(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search;
}
