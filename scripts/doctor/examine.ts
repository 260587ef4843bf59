import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { readMigrations } from "@/scripts/database/migrations";
import { inProject } from "@/scripts/project";

export interface Finding {
  what: string;
  state: "good" | "notice" | "fault";
  /** What was found and, unless all is well, what to do. */
  says: string;
}

const OLDEST_POSTGRES = 15;
const ANSWER_WITHIN_MS = 5_000;
const HEARTBEAT_MINUTES = 5;

/** Each look stands alone: one that fails leaves the others. */
export async function examine(): Promise<Finding[]> {
  const looks = [configuration, postgres, migrations, provider, redis, scheduler, gate];
  const findings: Finding[] = [];
  for (const look of looks) findings.push(await look().catch((error: unknown) => failed(look.name, error)));
  return findings;
}

function failed(what: string, error: unknown): Finding {
  const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
  return { what, state: "fault", says: `could not be looked at: ${reason}` };
}

// withServices has read the configuration already, and stops with the variable's name where it is wrong.
async function configuration(): Promise<Finding> {
  const { embedded, POSTAL_ADDRESS } = env();
  const own = [embedded.database && "database", embedded.mailbox && "mailbox"].filter(Boolean);
  const services = own.length === 0 ? "no embedded service" : `embedded ${own.join(" and ")}`;
  if (POSTAL_ADDRESS === undefined && !embedded.mailbox) {
    return {
      what: "configuration",
      state: "notice",
      says: `complete, ${services}; POSTAL_ADDRESS is not set, and the law of many countries asks for it in every mailing`,
    };
  }
  return { what: "configuration", state: "good", says: `complete, ${services}` };
}

async function postgres(): Promise<Finding> {
  const [row] = await database().$queryRaw<{ version: number; full: string }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS full`;
  const version = row?.version ?? 0;
  return version >= OLDEST_POSTGRES
    ? { what: "database", state: "good", says: `PostgreSQL ${row?.full}` }
    : {
        what: "database",
        state: "fault",
        says: `PostgreSQL ${row?.full}; Posthorn needs ${OLDEST_POSTGRES} or newer`,
      };
}

async function migrations(): Promise<Finding> {
  const [history] = await database().$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`;
  const rows =
    history?.exists === true
      ? await database().$queryRaw<{ name: string }[]>`
          SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`
      : [];
  const applied = new Set(rows.map((row) => row.name));
  const present = await readMigrations(inProject("prisma", "migrations"));
  const pending = present.map(({ name }) => name).filter((name) => !applied.has(name));
  return pending.length === 0
    ? { what: "migrations", state: "good", says: "all applied" }
    : { what: "migrations", state: "fault", says: `missing ${pending.join(", ")}; run npm run db:deploy` };
}

/** Asks for something harmless with the key: what matters is whether it is let in. */
async function provider(): Promise<Finding> {
  const { RESEND_API_KEY, RESEND_BASE_URL = "https://api.resend.com" } = env();
  const answer = await fetch(`${RESEND_BASE_URL}/domains`, {
    headers: { Authorization: `Bearer ${RESEND_API_KEY}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const body = await answer.text();
  // A key that may only send is refused here by this name, and that is all the engine needs.
  if (answer.ok || body.includes("restricted_api_key")) {
    return { what: "provider", state: "good", says: `${RESEND_BASE_URL} answers and knows the key` };
  }
  return {
    what: "provider",
    state: "fault",
    says: `${RESEND_BASE_URL} answers ${answer.status}; look at RESEND_API_KEY and RESEND_BASE_URL`,
  };
}

async function redis(): Promise<Finding> {
  const { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
  if (UPSTASH_REDIS_REST_URL === undefined) {
    return {
      what: "redis",
      state: "good",
      says: "not configured; limits and caches are those of one machine",
    };
  }
  const answer = await fetch(`${UPSTASH_REDIS_REST_URL}/ping`, {
    headers: { Authorization: `Bearer ${UPSTASH_REDIS_REST_TOKEN}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  await answer.body?.cancel();
  return answer.ok
    ? { what: "redis", state: "good", says: "answers" }
    : { what: "redis", state: "fault", says: `answers ${answer.status}; look at UPSTASH_REDIS_REST_TOKEN` };
}

async function scheduler(): Promise<Finding> {
  const [row] = await database().$queryRaw<{ minutes: number | null }[]>`
    SELECT (extract(epoch FROM now() - last_tick_at) / 60)::float AS minutes FROM provider_state WHERE id = 1`;
  const minutes = row?.minutes ?? null;
  if (minutes !== null && minutes <= HEARTBEAT_MINUTES) {
    return { what: "scheduler", state: "good", says: "ticked within the last minutes" };
  }
  const last = minutes === null ? "has never ticked" : `ticked last ${Math.round(minutes)} minutes ago`;
  return {
    what: "scheduler",
    state: "notice",
    says: `${last}; mailings go out while the application runs with SCHEDULER on, npm run scheduler, or a cron calls /api/cron/mailings`,
  };
}

async function gate(): Promise<Finding> {
  const state = await database().providerState.findUnique({
    where: { id: 1 },
    select: { haltKind: true, haltCode: true, haltAnswer: true, nextLookAt: true },
  });
  if (state?.haltKind === null) return { what: "sending", state: "good", says: "open" };
  const until = state?.nextLookAt?.toISOString() ?? "unknown";
  return {
    what: "sending",
    state: "fault",
    says: `halted (${state?.haltKind}) by ${state?.haltCode}: ${state?.haltAnswer}; the next look is at ${until}`,
  };
}
