import { database } from "@/lib/db";
import type { AttemptStatus } from "@/lib/mailings/status";

export interface LinkedAttempt {
  id: string;
  createdAt: Date;
  status: AttemptStatus;
}

export interface Retries {
  /** The attempt that this one retries. */
  of: LinkedAttempt | null;
  /** The attempts that retry this one, the oldest first. */
  by: LinkedAttempt[];
}

/** What an attempt retries and what retries it; whoever calls has asked whether it may be seen. */
export async function retriesOf(attemptId: string): Promise<Retries> {
  const linked = { id: true, createdAt: true, status: true } as const;
  const found = await database().attempt.findUnique({
    where: { id: attemptId },
    select: { retryOf: { select: linked }, retries: { select: linked, orderBy: { createdAt: "asc" } } },
  });
  return { of: found?.retryOf ?? null, by: found?.retries ?? [] };
}
