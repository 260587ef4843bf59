import type { Queryable } from "@/lib/db";
import { readValue } from "@/lib/fields/read-value";
import type { FieldType } from "@/lib/fields/schema";

export type FieldTypes = ReadonlyMap<string, FieldType>;

/** The types of an owner's fields by name; of those of these names that are not text. */
export async function typesOf(db: Queryable, ownerId: string, names: readonly string[]): Promise<FieldTypes> {
  if (names.length === 0) return new Map();
  const rows = await db.$queryRaw<{ name: string; type: FieldType }[]>`
    SELECT name, type::text AS type FROM fields
    WHERE owner_id = ${ownerId}::uuid AND type <> 'text' AND name = ANY(${[...names]}::text[])`;
  return new Map(rows.map(({ name, type }) => [name, type]));
}

/** A value in the form of its field's type; as it stands where it does not fit. */
export function fitValue(types: FieldTypes, name: string, value: string): string {
  const type = types.get(name);
  return type === undefined ? value : (readValue(type, value) ?? value);
}
