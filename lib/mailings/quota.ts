import { database } from "@/lib/db";
import { env } from "@/lib/env";

/** Emails of the provider's plan; null where the plan has no such limit, or none is set. */
export interface Quota {
  daily: number | null;
  monthly: number | null;
}

const ROLLING_DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What the plan leaves at `now`, at least 0: of a rolling day and of the calendar month in UTC, as Resend counts
 * (https://resend.com/docs/knowledge-base/account-quotas-and-limits). Emails that others send with the same account are not
 * known here. A run that ended within the time counts whole, and what is uncertain counts as sent.
 */
export async function quotaLeft(now: Date, plan: Quota = planOf(env())): Promise<Quota> {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const [daily, monthly] = await Promise.all([
    left(plan.daily, new Date(now.getTime() - ROLLING_DAY_MS)),
    left(plan.monthly, month),
  ]);
  return { daily, monthly };
}

function planOf(variables: { RESEND_DAILY_QUOTA?: number; RESEND_MONTHLY_QUOTA?: number }): Quota {
  return { daily: variables.RESEND_DAILY_QUOTA ?? null, monthly: variables.RESEND_MONTHLY_QUOTA ?? null };
}

async function left(limit: number | null, since: Date): Promise<number | null> {
  if (limit === null) return null;
  const [used] = await database().$queryRaw<{ emails: number }[]>`
    SELECT (
      (SELECT coalesce(sum(accepted + uncertain), 0) FROM attempts WHERE closed_at >= ${since}) +
      (SELECT coalesce(sum(b.accepted + b.uncertain), 0) FROM attempts a JOIN batches b ON b.attempt_id = a.id
        WHERE a.status IN ('planning', 'sending'))
    )::float8 AS emails`;
  return Math.max(0, limit - (used?.emails ?? 0));
}
