import { Redis } from "@upstash/redis";
import { env } from "@/lib/env";

// With its defaults the client tries five times, 4.3 s in all, when Redis is down.
const TIMEOUT_MS = 1_000;

let client: Redis | null = null;

/** Upstash Redis where it is configured, null elsewhere. Commands throw when it does not answer in a second. */
export function redis(): Redis | null {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env();
  if (url === undefined || token === undefined) return null;
  client ??= new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  });
  return client;
}
