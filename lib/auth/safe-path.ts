// Only the origin matters: it is compared with itself.
const HERE = "http://here.invalid";

/**
 * The path to lead to after sign-in, or the fallback when the wish would leave this site
 * ("//evil.example", "/\evil.example", "/.//evil.example", "https://...") or lead back to sign-in.
 */
export function safePath(wish: string | null, fallback: string): string {
  if (wish === null || !wish.startsWith("/") || !URL.canParse(wish, HERE)) return fallback;
  const { origin, pathname, search } = new URL(wish, HERE);
  const path = pathname + search;
  // Reading the wish takes "." and ".." out of it, and "/.//evil.example" then begins with two slashes.
  if (origin !== HERE || pathname.startsWith("//") || new URL(path, HERE).origin !== HERE) return fallback;
  return /^\/(ru\/)?(login|register|api)(\/|$)/.test(pathname) ? fallback : path;
}
