import { database, engineDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import {
  askProvider,
  boundBatches,
  HEARTBEAT_MINUTES,
  minutesSinceTick,
  sendingHalt,
  waitingBatches,
} from "@/lib/health/looks";
import { databaseFaultInLine, READ_ONLY } from "@/scripts/database/database-fault";
import { pendingMigrations } from "@/scripts/database/pending-migrations";
import { configurationNotices } from "@/scripts/doctor/configuration";
import type { Finding } from "@/scripts/doctor/finding";
import { senderFinding } from "@/scripts/doctor/sender";
import { boundAdvice } from "@/scripts/mailings/bound-advice";
import { waitAdvice } from "@/scripts/mailings/wait-advice";

const OLDEST_POSTGRES = 15;
const ANSWER_WITHIN_MS = 5_000;

const DATABASE_ADVICE = "see that the server of DATABASE_URL runs and lets this machine in";
const MIGRATIONS_ADVICE = "run npm run db:deploy";

/** Without these nothing goes out. */
const NEEDED = new Set(["database", "migrations", "provider"]);

interface Look {
  readonly what: string;
  readonly look: () => Promise<Finding>;
  /** What to do where looking itself fails. */
  readonly advice: string;
  /** Where the database does not answer, that is said once. */
  readonly inDatabase?: true;
}

const looks: readonly Look[] = [
  { what: "database", look: postgres, advice: DATABASE_ADVICE },
  { what: "migrations", look: migrations, advice: DATABASE_ADVICE, inDatabase: true },
  {
    what: "provider",
    look: provider,
    advice: "look at RESEND_BASE_URL and at this machine's way to the internet",
  },
  {
    what: "sender",
    look: () => senderFinding(ANSWER_WITHIN_MS),
    advice: "look at RESEND_FROM",
  },
  {
    what: "redis",
    look: redis,
    advice: "look at UPSTASH_REDIS_REST_URL and at this machine's way to the internet",
  },
  { what: "scheduler", look: scheduler, advice: MIGRATIONS_ADVICE, inDatabase: true },
  { what: "sending", look: gate, advice: MIGRATIONS_ADVICE, inDatabase: true },
];

/** With a configuration that can be used. Each look stands alone: one that fails leaves the others. */
export async function examine(): Promise<Finding[]> {
  const findings = configurationNotices();
  let unreachable = false;
  for (const look of looks) {
    if (unreachable && look.inDatabase) continue;
    try {
      findings.push(amongFaults(await look.look(), findings));
    } catch (error) {
      findings.push(failed(look, error));
      unreachable ||= look.look === postgres;
    }
  }
  return findings;
}

/** Sending is open in the ledger, and still nothing goes out where what it stands on is at fault. */
function amongFaults(finding: Finding, before: readonly Finding[]): Finding {
  if (finding.what !== "sending" || finding.state !== "good") return finding;
  const faults = before.filter(({ what, state }) => state === "fault" && NEEDED.has(what));
  if (faults.length === 0) return finding;
  const names = faults.map(({ what }) => what).join(", ");
  return {
    ...finding,
    state: "notice",
    says: `not halted, but nothing goes out before this is mended: ${names}`,
  };
}

function failed({ what, advice }: Look, error: unknown): Finding {
  const says = databaseFaultInLine(error) ?? `could not be looked at: ${reasonOf(error)}; ${advice}`;
  return { what, state: "fault", says };
}

/** fetch tells the reason in the cause, the database's client on the last line, at times in a sentence about itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && cause.message !== "") return reasonOf(cause);
  const line = error.message.trim().split("\n").at(-1) ?? "";
  return /Message: `(.+)`$/.exec(line)?.[1] ?? line;
}

async function postgres(): Promise<Finding> {
  const [row] = await database().$queryRaw<{ version: number; full: string; readOnly: boolean }[]>`
    SELECT current_setting('transaction_read_only') = 'on' AS "readOnly",
      current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS full`;
  if (row?.readOnly === true) return { what: "database", state: "fault", says: READ_ONLY };
  // Its connections prepare statements, which not every pooler between bears.
  await engineDatabase().$queryRaw`SELECT 1`;
  const version = row?.version ?? 0;
  return version >= OLDEST_POSTGRES
    ? { what: "database", state: "good", says: `PostgreSQL ${row?.full}` }
    : {
        what: "database",
        state: "fault",
        says: `PostgreSQL ${row?.full}; move to ${OLDEST_POSTGRES} or newer`,
      };
}

async function migrations(): Promise<Finding> {
  const pending = await pendingMigrations();
  return pending.length === 0
    ? { what: "migrations", state: "good", says: "all applied" }
    : { what: "migrations", state: "fault", says: `missing ${pending.join(", ")}; run npm run db:deploy` };
}

async function provider(): Promise<Finding> {
  const { address, status, letsIn, leadsTo } = await askProvider(ANSWER_WITHIN_MS);
  if (leadsTo !== null) {
    return {
      what: "provider",
      state: "fault",
      says: `${address} leads to ${leadsTo} (${status}), where nothing is sent; set RESEND_BASE_URL to the address that answers itself`,
    };
  }
  if (letsIn) return { what: "provider", state: "good", says: `${address} answers and knows the key` };
  return {
    what: "provider",
    state: "fault",
    says: `${address} answers ${status}; look at RESEND_API_KEY and RESEND_BASE_URL`,
  };
}

async function redis(): Promise<Finding> {
  const { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
  if (UPSTASH_REDIS_REST_URL === undefined) {
    return {
      what: "redis",
      state: "good",
      says: "not configured; each replica counts limits, paces its sending and caches for itself",
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
  const minutes = await minutesSinceTick();
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
  const [halt, bound, waiting] = await Promise.all([sendingHalt(), boundBatches(), waitingBatches()]);
  const faults: string[] = [];
  if (halt !== null) {
    const until = halt.nextProbeAt?.toISOString() ?? "unknown";
    faults.push(
      `halted (${halt.kind}) by ${halt.code}: ${halt.answer}; mend what the provider complains of, and sending goes on by itself after the next look at ${until}`,
    );
  }
  if (bound !== null) faults.push(boundAdvice(bound));
  if (faults.length > 0) return { what: "sending", state: "fault", says: faults.join("; ") };
  if (waiting.askedUntil !== null) return { what: "sending", state: "notice", says: waitAdvice(waiting) };
  return { what: "sending", state: "good", says: "open" };
}
