import type { Resolution } from "@/lib/attempts/delivery-rows";

/** What a file of deliveries says of an email of unknown outcome: "accepted" or "sent_again", when in UTC, and by whom. */
export const resolutionColumns = ["resolution", "resolved", "resolved_by"] as const;

/** Empty where nobody decided; without a name where the account is gone. */
export function resolutionCells(resolution: Resolution | null): string[] {
  if (resolution === null) return resolutionColumns.map(() => "");
  const { attemptId, at, by } = resolution;
  return [attemptId === null ? "accepted" : "sent_again", new Date(at).toISOString(), by ?? ""];
}
