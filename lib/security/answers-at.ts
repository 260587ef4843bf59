import type { Env } from "@/lib/env";
import { hostName, isLoopback } from "@/lib/security/hosts";

/**
 * Whether a request came by the application's own address: APP_URL's, and with embedded services those of this machine.
 * Behind a proxy of ours the host that it was asked for may stand in X-Forwarded-Host, as Apache's does.
 */
export function answersAt(
  { APP_URL, TRUSTED_PROXIES, embedded }: Pick<Env, "APP_URL" | "TRUSTED_PROXIES" | "embedded">,
  headers: Headers,
): boolean {
  const own = hostName(new URL(APP_URL).host);
  const asked = hostName(headers.get("host"));
  if (asked === null) return false;
  if (asked === own || ((embedded.database || embedded.mailbox) && isLoopback(asked))) return true;
  const forwarded =
    TRUSTED_PROXIES > 0 ? headers.get("x-forwarded-host")?.split(",").at(-1)?.trim() : undefined;
  return hostName(forwarded) === own;
}
