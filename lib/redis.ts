import { AsyncLocalStorage } from "node:async_hooks";
import { Redis } from "@upstash/redis";
import { env } from "@/lib/env";
import { redisOverHttp } from "@/lib/http/redis-over-http";

/** For which Redis is waited: by one question, or by all that share one patience. */
const WAIT_MS = 300;

let client: Redis | null = null;
const patience = new AsyncLocalStorage<{ leftMs: number }>();
const deadline = new AsyncLocalStorage<AbortSignal>();

/** Upstash Redis where it is configured, null elsewhere. Commands throw when it does not answer in time. */
export function redis(): Redis | null {
  client ??= redisWith(() => deadline.getStore() ?? AbortSignal.timeout(WAIT_MS));
  return client;
}

/** One whose commands are given up by a signal of the caller's. */
export function redisWith(signal: () => AbortSignal): Redis | null {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env();
  if (url === undefined || token === undefined) return null;
  return new Redis(redisOverHttp({ url, token, signal }));
}

/** Whatever is asked of Redis in here, one question after the other, waits for it as long as a single one may. */
export function withOnePatience<T>(work: () => Promise<T>): Promise<T> {
  return patience.run({ leftMs: WAIT_MS }, work);
}

/** Asks Redis something. Throws when it does not answer in time, and at once when there is no patience left. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const mine = patience.getStore() ?? { leftMs: WAIT_MS };
  if (mine.leftMs <= 0) throw new Error("Redis has kept this request waiting for long enough.");
  const from = performance.now();
  try {
    return await deadline.run(AbortSignal.timeout(Math.ceil(mine.leftMs)), ask);
  } finally {
    mine.leftMs -= performance.now() - from;
  }
}
