import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { readValue } from "@/lib/fields/read-value";
import type { KnownField } from "@/lib/fields/schema";
import { countUpTo } from "@/lib/recipients/found";
import { estimatedOf, sampled } from "@/lib/recipients/sample";
import { ownedBy } from "@/lib/recipients/where";

/** How many recipients a count of values is of. */
export interface Counted {
  recipients: number;
  /** There are more than 10,000: their values are counted in a sample of some thousand. */
  isEstimate: boolean;
}

/** A sample with fewer of an owner's recipients, among those of everybody, says too little. */
const SMALLEST_SAMPLE = 1_000;
/** Recipients at either end of the list that are asked instead. */
const ASKED = 2_500;

interface Asked extends Counted {
  /** Recipients `r` whose values are counted, as a FROM and its WHERE. */
  rows: Prisma.Sql;
  /** What each of them stands for. */
  scale: number;
}

/** All recipients of an owner up to 10,000; of more, some of them, so that no more than these are ever read. */
async function askedOf(db: Queryable, ownerId: string): Promise<Asked> {
  const exactly = await countUpTo(db, ownedBy(ownerId));
  const all = Prisma.sql`FROM recipients r WHERE ${ownedBy(ownerId)}`;
  if (exactly !== null) return { recipients: exactly, isEstimate: false, rows: all, scale: 1 };
  const recipients = Math.round(await estimatedOf(db, ownerId));
  const inSample = await sizeOf(db, sampled(ownerId));
  if (inSample >= SMALLEST_SAMPLE)
    return { recipients, isEstimate: true, rows: sampled(ownerId), scale: recipients / inSample };
  const rows = Prisma.sql`FROM (
    (SELECT r.fields ${all} ORDER BY r.id LIMIT ${ASKED}) UNION ALL (SELECT r.fields ${all} ORDER BY r.id DESC LIMIT ${ASKED})) r
    WHERE TRUE`;
  return { recipients, isEstimate: true, rows, scale: recipients / (2 * ASKED) };
}

async function sizeOf(db: Queryable, rows: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ size: number }[]>`SELECT count(*)::int AS size ${rows}`;
  return row?.size ?? 0;
}

export interface FilledFields extends Counted {
  /** By the field's name: recipients with a value, and those whose value does not fit the type. */
  filled: ReadonlyMap<string, number>;
  unfit: ReadonlyMap<string, number>;
}

/** How many of an owner's recipients have a value of each field. */
export async function filledFields(
  db: Queryable,
  ownerId: string,
  fields: readonly KnownField[],
): Promise<FilledFields> {
  const { rows, scale, ...counted } = await askedOf(db, ownerId);
  const found = await db.$queryRaw<{ name: string; filled: number }[]>`
    SELECT v.key AS name, count(*)::int AS filled
    FROM (SELECT r.fields ${rows}) r, jsonb_each_text(r.fields) v WHERE v.value <> '' GROUP BY v.key`;
  const typed = fields.filter(({ type }) => type !== "text");
  const odd = typed.length === 0 ? [] : await oddValues(db, rows, typed);
  const unfit = new Map<string, number>();
  for (const { name, count } of odd) unfit.set(name, (unfit.get(name) ?? 0) + count * scale);
  return {
    ...counted,
    filled: new Map(found.map(({ name, filled }) => [name, Math.round(filled * scale)])),
    unfit: new Map([...unfit].map(([name, count]) => [name, Math.max(1, Math.round(count))])),
  };
}

export interface Unfit extends Counted {
  unfit: number;
  examples: string[];
}

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 60;

/** How many values of a field would not fit a type, and some of them. */
export async function unfitFor(db: Queryable, ownerId: string, field: OddField): Promise<Unfit> {
  const { rows, scale, ...counted } = await askedOf(db, ownerId);
  const odd = field.type === "text" ? [] : await oddValues(db, rows, [field]);
  const count = odd.reduce((sum, one) => sum + one.count, 0);
  return {
    ...counted,
    unfit: Math.round(count * scale),
    examples: odd.slice(0, EXAMPLES).map(({ value }) => value.slice(0, LONGEST_EXAMPLE)),
  };
}

type OddField = Pick<KnownField, "name" | "type">;

interface OddValue {
  name: string;
  value: string;
  count: number;
}

/** In which values of a type are stored; of dates, those of months with 31 days. */
const STORED_FORMS = {
  text: "",
  number: "^-?\\d+(\\.\\d+)?$",
  date: "^\\d{4}-(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])$",
  yes_no: "^(yes|no)$",
} as const;

function isOdd({ name, type }: OddField): Prisma.Sql {
  return Prisma.sql`(v.key = ${name} AND v.value !~ ${STORED_FORMS[type]})`;
}

/** Values that do not fit their field's type, the most frequent first. Most are passed over by their form. */
async function oddValues(db: Queryable, rows: Prisma.Sql, fields: readonly OddField[]): Promise<OddValue[]> {
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  const found = await db.$queryRaw<OddValue[]>`
    SELECT v.key AS name, v.value, count(*)::int AS count
    FROM (SELECT r.fields ${rows}) r, jsonb_each_text(r.fields) v
    WHERE v.value <> '' AND (${Prisma.join(fields.map(isOdd), " OR ")})
    GROUP BY v.key, v.value ORDER BY count(*) DESC, v.value`;
  return found.filter(({ name, value }) => readValue(types.get(name) ?? "text", value) === null);
}
