import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from "@prisma/driver-adapter-utils";
import { z } from "zod";
import type { Database } from "@/lib/db";

/** One statement as it ran, with the plan that PostgreSQL chose for these very values. */
export interface ExplainedQuery {
  sql: string;
  /** Tables that the plan reads from end to end. */
  scanned: string[];
}

/** A client that asks for the plan of every statement, inside its own transaction, just before it runs. */
export function connectExplaining(url: string, seen: (query: ExplainedQuery) => void): Database {
  const plain = new PrismaPg({ connectionString: url, max: 6, options: "-c TimeZone=UTC" });
  const factory: SqlDriverAdapterFactory = {
    provider: plain.provider,
    adapterName: plain.adapterName,
    connect: async () => explainingAdapter(await plain.connect(), seen),
  };
  return new PrismaClient({ adapter: factory });
}

function explainingAdapter(inner: SqlDriverAdapter, seen: (query: ExplainedQuery) => void): SqlDriverAdapter {
  return {
    ...explainingQueries(inner, seen),
    executeScript: (script) => inner.executeScript(script),
    startTransaction: async (isolation) =>
      explainingTransaction(await inner.startTransaction(isolation), seen),
    getConnectionInfo: () => inner.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => inner.dispose(),
  };
}

function explainingTransaction(inner: Transaction, seen: (query: ExplainedQuery) => void): Transaction {
  return {
    ...explainingQueries(inner, seen),
    options: inner.options,
    commit: () => inner.commit(),
    rollback: () => inner.rollback(),
  };
}

function explainingQueries(inner: SqlQueryable, seen: (query: ExplainedQuery) => void): SqlQueryable {
  const explain = async (query: SqlQuery) => {
    if (!/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(query.sql)) return;
    const plan = await inner.queryRaw({ ...query, sql: `EXPLAIN (FORMAT JSON) ${query.sql}` });
    const [[root]] = explained.parse(plan.rows);
    seen({ sql: query.sql, scanned: root.flatMap((tree) => scannedBy(tree.Plan)) });
  };
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    queryRaw: async (query) => {
      await explain(query);
      return inner.queryRaw(query);
    },
    executeRaw: async (query) => {
      await explain(query);
      return inner.executeRaw(query);
    },
  };
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  Plans?: PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
const plans = z.array(z.object({ Plan: planNode }));
const explained = z.tuple([
  z.tuple([
    z.union([
      z
        .string()
        .transform((text): unknown => JSON.parse(text))
        .pipe(plans),
      plans,
    ]),
  ]),
]);

function scannedBy(node: PlanNode): string[] {
  const own = node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scannedBy)];
}
