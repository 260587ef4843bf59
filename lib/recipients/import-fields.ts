import type { Queryable } from "@/lib/db";
import { fitValue, typesOf, type FieldTypes } from "@/lib/fields/types-of";
import type { ImportRow } from "@/lib/recipients/import-row";

/** Rows with their values in the form of their fields' types, and the names of all fields that they have values of. */
export interface FittedRows {
  rows: readonly ImportRow[];
  names: string[];
}

export async function fitRows(
  db: Queryable,
  ownerId: string,
  rows: readonly ImportRow[],
): Promise<FittedRows> {
  const names = new Set<string>();
  for (const row of rows) for (const [name] of valuesOf(row)) names.add(name);
  const types = await typesOf(db, ownerId, [...names]);
  return { names: [...names], rows: types.size === 0 ? rows : rows.map((row) => fitted(row, types)) };
}

function fitted(row: ImportRow, types: FieldTypes): ImportRow {
  const values = valuesOf(row).map(([name, value]) => [name, fitValue(types, name, value)]);
  return { ...row, fields: JSON.stringify(Object.fromEntries(values)) };
}

function valuesOf({ fields }: ImportRow): [name: string, value: string][] {
  // On trust: readRow wrote it.
  return fields === "{}" ? [] : Object.entries(JSON.parse(fields) as Record<string, string>);
}
