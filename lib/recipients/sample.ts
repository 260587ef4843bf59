import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { Queryable } from "@/lib/db";
import { ownedBy } from "@/lib/recipients/where";

/** Pages of the table that are looked at: some six thousand recipients. */
const SAMPLED_PAGES = 120;

/** Some recipients `r` of an owner, or with null of everybody, from pages all over the table: a FROM and its WHERE. */
export function sampled(ownerId: string | null): Prisma.Sql {
  return Prisma.sql`
    FROM recipients r TABLESAMPLE SYSTEM (least(100, 100.0 * ${SAMPLED_PAGES}
      * current_setting('block_size')::int / greatest(pg_relation_size('recipients'), 1))) REPEATABLE (1)
    WHERE ${ownedBy(ownerId)}`;
}

const plan = z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: z.object({ "Plan Rows": z.number() }) })]) });

/** PostgreSQL's own estimate of all recipients of an owner. */
export async function estimatedOf(db: Queryable, ownerId: string | null): Promise<number> {
  const [row] = z
    .tuple([plan])
    .parse(
      await db.$queryRaw<
        unknown[]
      >`EXPLAIN (FORMAT JSON) SELECT 1 FROM recipients r WHERE ${ownedBy(ownerId)}`,
    );
  return row["QUERY PLAN"][0].Plan["Plan Rows"];
}
