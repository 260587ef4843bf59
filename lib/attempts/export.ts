import { answerInFile } from "@/lib/attempts/broken-connection";
import { allDeliveriesOf, type DeliveryFilter } from "@/lib/attempts/deliveries";
import { resolutionCells, resolutionColumns } from "@/lib/attempts/resolution-file";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { allListedAttempts, type AttemptFilter, type ListedAttempt } from "@/lib/attempts/list";
import { attemptDetail } from "@/lib/attempts/queries";
import { CSV_STEP, csvStream } from "@/lib/csv/write";
import type { Actor } from "@/lib/users/policy";
import type { Scope } from "@/lib/users/scope";

const counts = ["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const;

/** The attempts that the list shows as CSV, times in UTC, everybody's with whose they are; null for who may not. */
export function exportAttempts(
  actor: Actor,
  scope: Scope,
  filter: AttemptFilter,
): ReadableStream<Uint8Array> | null {
  const found = allListedAttempts(actor, scope, filter, CSV_STEP);
  if (found === null) return null;
  const owner = scope === "all" ? ["owner"] : [];
  const head = ["started", "mailing", ...owner, "kind", "status", "closing_reason", "closed"];
  return csvStream([...head, ...counts, "answer"], attemptSteps(found, scope === "all"));
}

async function* attemptSteps(
  found: AsyncGenerator<ListedAttempt[]>,
  withOwner: boolean,
): AsyncGenerator<string[][]> {
  for await (const rows of found) yield rows.map((row) => attemptCells(row, withOwner));
}

function attemptCells(row: ListedAttempt, withOwner: boolean): string[] {
  return [
    row.createdAt.toISOString(),
    row.mailingName,
    ...(withOwner ? [row.ownerName] : []),
    ...[row.kind, row.status, row.closingReason ?? ""],
    row.closedAt?.toISOString() ?? "",
    ...counts.map((name) => String(row[name])),
    answerInFile(row.answer),
  ];
}

/** An attempt's deliveries that the page shows, all pages of them; null for who may not see it. */
export async function exportDeliveries(
  actor: Actor,
  attemptId: string,
  filter: DeliveryFilter,
): Promise<ReadableStream<Uint8Array> | null> {
  if ((await attemptDetail(actor, attemptId)) === null) return null;
  const head = ["email", "name", "status", "reason", "answer", "settled", "fate", "fate_detail"];
  return csvStream([...head, ...resolutionColumns], deliverySteps(attemptId, filter));
}

async function* deliverySteps(attemptId: string, filter: DeliveryFilter): AsyncGenerator<string[][]> {
  for await (const rows of allDeliveriesOf(attemptId, filter, CSV_STEP)) yield rows.map(deliveryCells);
}

function deliveryCells(row: DeliveryRow): string[] {
  const { address, name, status, reason, answer, settledAt, fate, fateDetail } = row;
  const settled = settledAt?.toISOString() ?? "";
  return [
    ...[address, name, status, reason ?? "", answerInFile(answer), settled, fate ?? "", fateDetail ?? ""],
    ...resolutionCells(row.resolution),
  ];
}
