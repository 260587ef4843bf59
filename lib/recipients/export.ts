import { csvStream } from "@/lib/csv/write";
import { EXPORT_BEGIN, EXPORT_END } from "@/lib/recipients/import-columns";
import { storedFields } from "@/lib/recipients/stored-fields";
import { mergeFieldNames, recipientsToExport, type ExportedRecipient } from "@/lib/recipients/export-rows";
import type { Target } from "@/lib/recipients/where";
import type { Actor } from "@/lib/users/policy";

/**
 * One's own recipients as CSV, a step of a thousand at a time: email, name, comment, every merge field that any of them
 * has, and why mailings skip the address. An import reads it back.
 */
export async function exportRecipients(actor: Actor, target: Target): Promise<ReadableStream<Uint8Array>> {
  const names = await mergeFieldNames(actor.id);
  return csvStream([...EXPORT_BEGIN, ...names, EXPORT_END], steps(actor, target, names));
}

async function* steps(actor: Actor, target: Target, names: string[]): AsyncGenerator<string[][]> {
  let after: string | null = null;
  do {
    const rows: ExportedRecipient[] = (await recipientsToExport(actor, target, after)) ?? [];
    after = rows.at(-1)?.id ?? null;
    yield rows.map((row) => cellsOf(row, names));
  } while (after !== null);
}

function cellsOf({ email, name, comment, fields, suppressed }: ExportedRecipient, names: string[]): string[] {
  const values = new Map(storedFields(fields).map((field) => [field.name, field.value]));
  return [email, name, comment, ...names.map((one) => values.get(one) ?? ""), suppressed ?? ""];
}
