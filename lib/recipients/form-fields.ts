import type { Queryable } from "@/lib/db";
import { readValue } from "@/lib/fields/read-value";
import { registerFields } from "@/lib/fields/register";
import { typesOf } from "@/lib/fields/types-of";
import { storedFields } from "@/lib/recipients/stored-fields";
import type { MergeField } from "@/lib/recipients/schema";

type ReadFields =
  | {
      ok: true;
      json: string;
      /** After the recipient is written, as imports do: each would wait for the other. */
      register: () => Promise<unknown>;
    }
  | { ok: false; faults: Record<string, string> };

/**
 * The fields of a recipient's form as they are stored. One without a value is none: the message's fallback stands in. What
 * does not fit its field's type is a fault, unless it was stored before.
 *
 * @param recipientId who has values already; left out for a new one
 */
export async function readFields(
  tx: Queryable,
  ownerId: string,
  typed: readonly MergeField[],
  recipientId?: string,
): Promise<ReadFields> {
  const filled = typed.filter(({ value }) => value !== "");
  const names = filled.map(({ name }) => name);
  const types = await typesOf(tx, ownerId, names);
  const before = types.size === 0 ? [] : await storedOf(tx, recipientId);
  const values: [name: string, value: string][] = [];
  for (const { name, value } of filled) {
    const type = types.get(name) ?? "text";
    const read = readValue(type, value);
    const isAsBefore = before.some((one) => one.name === name && one.value === value);
    if (read === null && !isAsBefore) return { ok: false, faults: { fields: `field_no_${type}` } };
    values.push([name, read ?? value]);
  }
  return {
    ok: true,
    // Unlike an assignment, this keeps a field that is named __proto__.
    json: JSON.stringify(Object.fromEntries(values)),
    register: async () => names.length > 0 && tx.$executeRaw(registerFields(ownerId, names)),
  };
}

async function storedOf(tx: Queryable, recipientId: string | undefined): Promise<MergeField[]> {
  if (recipientId === undefined) return [];
  const [stored] = await tx.$queryRaw<{ fields: unknown }[]>`
    SELECT fields FROM recipients WHERE id = ${recipientId}::uuid`;
  return storedFields(stored?.fields);
}
