import { fieldsOf } from "@/lib/recipients/detail";
import { guarded } from "@/lib/recipients/formula-guard";
import {
  mergeFieldNames,
  recipientsToExport,
  type ExportedRecipient,
  type RecipientFilter,
} from "@/lib/recipients/queries";
import type { Actor } from "@/lib/users/policy";

/** Without the mark, Excel reads Cyrillic in UTF-8 as something else. */
const MARK = "\ufeff";

/**
 * One's own recipients as CSV, a step of a thousand at a time: email, name, comment, every merge field that any of them
 * has, and why mailings skip the address. An import reads it back.
 */
export async function exportRecipients(
  actor: Actor,
  filter: Pick<RecipientFilter, "search" | "listId" | "suppressed">,
): Promise<ReadableStream<Uint8Array>> {
  const names = await mergeFieldNames(actor.id);
  const encoder = new TextEncoder();
  let after: string | null = null;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const head = csvLine(["email", "name", "comment", ...names, "suppressed"]);
      controller.enqueue(encoder.encode(MARK + head));
    },
    async pull(controller) {
      const rows: ExportedRecipient[] = (await recipientsToExport(actor, filter, after)) ?? [];
      after = rows.at(-1)?.id ?? null;
      if (after === null) controller.close();
      else controller.enqueue(encoder.encode(rows.map((row) => lineOf(row, names)).join("")));
    },
  });
}

function lineOf({ email, name, comment, fields, suppressed }: ExportedRecipient, names: string[]): string {
  const values = new Map(fieldsOf(fields).map((field) => [field.name, field.value]));
  return csvLine([email, name, comment, ...names.map((one) => values.get(one) ?? ""), suppressed ?? ""]);
}

function csvLine(cells: string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string): string {
  const harmless = guarded(value);
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
