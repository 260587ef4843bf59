import { createHash } from "node:crypto";
import type { CachedValue } from "@/lib/cache/handler/cached-value";

/** What stands between the tags of a script that is no file. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * A page that is the same for everybody, with a policy beside the one of next.config.ts: of scripts within the page only
 * those run that stand in it now. A browser holds to both, and that one lets all of them through, since a page whose
 * scripts are not known yet could run none.
 */
export function withScriptPolicy<Value extends CachedValue>(value: Value): Value {
  if (value.kind !== "APP_PAGE") return value;
  const scripts = [...value.html.matchAll(INLINE_SCRIPT)].map(([, text = ""]) => hashSource(text));
  const policy = `script-src ${["'self'", ...new Set(scripts)].join(" ")}`;
  return { ...value, headers: { ...value.headers, "content-security-policy": policy } };
}

function hashSource(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
