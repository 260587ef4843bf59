import type { AttemptCounts } from "@/lib/mailings/status";

/** Deliveries whose outcome is still open: what the ledger's equation leaves. */
export function pendingOf(counts: AttemptCounts): number {
  return counts.planned - settledOf(counts);
}

/** Deliveries that have an outcome. */
export function settledOf({ accepted, rejected, skipped, cancelled, uncertain }: AttemptCounts): number {
  return accepted + rejected + skipped + cancelled + uncertain;
}
