import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { askProvider, HEARTBEAT_MINUTES, minutesSinceTick, sendingHalt } from "@/lib/health/looks";
import { maySeeHealth } from "@/lib/health/policy";
import { patiently, redis } from "@/lib/redis";
import type { Actor } from "@/lib/users/policy";

const PROVIDER_WITHIN_MS = 2_000;

export interface Health {
  /** Of the server that answered. */
  database: { version: string };
  scheduler: { ticks: boolean; minutesAgo: number | null };
  /** What keeps all mail back; null while nothing does. */
  halt: { kind: "breaker" | "pause"; answer: string | null; nextProbeAt: Date | null } | null;
  provider: "good" | "key_refused" | "troubled" | "silent";
  redis: "good" | "silent" | "none";
}

/** What an admin has to know of how Posthorn is; null for everybody else. Throws while the database does not answer. */
export async function readHealth(actor: Actor): Promise<Health | null> {
  if (!maySeeHealth(actor)) return null;
  const [[row], minutesAgo, halt, provider, redisState] = await Promise.all([
    database().$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`,
    minutesSinceTick(),
    sendingHalt(),
    cachedProvider(),
    askRedis(),
  ]);
  return {
    database: { version: row?.version ?? "" },
    scheduler: { ticks: minutesAgo !== null && minutesAgo <= HEARTBEAT_MINUTES, minutesAgo },
    halt: halt && { kind: halt.kind, answer: halt.answer, nextProbeAt: halt.nextProbeAt },
    provider,
    redis: redisState,
  };
}

// Once a minute is enough, and does not use up the provider's limit.
const cachedProvider = cached(
  "provider-answers",
  () => [],
  async (): Promise<Health["provider"]> => {
    try {
      const { letsIn, status } = await askProvider(PROVIDER_WITHIN_MS);
      if (letsIn) return "good";
      return status === 401 || status === 403 ? "key_refused" : "troubled";
    } catch (error) {
      console.warn("the provider does not answer", error);
      return "silent";
    }
  },
);

async function askRedis(): Promise<Health["redis"]> {
  const client = redis();
  if (client === null) return "none";
  try {
    return (await patiently(() => client.ping())) === "PONG" ? "good" : "silent";
  } catch (error) {
    console.warn("Redis does not answer", error);
    return "silent";
  }
}
