import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "@prisma/client";
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from "@prisma/driver-adapter-utils";
import { Client } from "pg";
import { z } from "zod";
import { TRANSACTIONS, type Database } from "@/lib/db";

/** One statement as it ran, with the plan that PostgreSQL chose for it. */
export interface ExplainedQuery {
  sql: string;
  /** Tables that the plan reads from end to end. */
  scanned: string[];
  /** Whether the plan goes through one relation for each row of another. */
  hasLoops: boolean;
}

type Seen = (query: ExplainedQuery) => void;

/**
 * A client that asks for the plan of every statement, with the values and inside the transaction that it has, just
 * before it runs.
 */
export function connectExplaining(url: string, seen: Seen): Database {
  return connect(url, async (on, query) => {
    const { rows } = await on.queryRaw({ ...query, sql: `EXPLAIN (FORMAT JSON) ${query.sql}` });
    seen({ sql: query.sql, ...toldByPlan(rows) });
  });
}

export interface KeptPlans {
  db: Database;
  close(): Promise<void>;
}

/**
 * A client that asks, once a statement, for the plan that serves all values alike: what PostgreSQL comes to use where
 * a statement is prepared once and run again and again, as the engine's are (lib/db.ts).
 */
export async function connectExplainingKeptPlans(url: string, seen: Seen): Promise<KeptPlans> {
  const planner = new Client({ connectionString: url, options: "-c plan_cache_mode=force_generic_plan" });
  await planner.connect();
  const known = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();
  const db = connect(url, async (_on, { sql }) => {
    if (known.has(sql)) return;
    known.add(sql);
    // One at a time: a name serves one statement.
    turn = turn.then(async () => seen({ sql, ...(await planForAllValues(planner, sql)) }));
    await turn;
  });
  return {
    db,
    async close() {
      await db.$disconnect();
      await planner.end();
    },
  };
}

async function planForAllValues(planner: Client, sql: string): Promise<PlanFacts> {
  await planner.query(`PREPARE kept AS ${sql}`);
  try {
    const places = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)));
    const values = places === 0 ? "" : `(${Array.from({ length: places }, () => "NULL").join(", ")})`;
    const { rows } = await planner.query<unknown[]>({
      text: `EXPLAIN (FORMAT JSON) EXECUTE kept${values}`,
      rowMode: "array",
    });
    return toldByPlan(rows);
  } finally {
    await planner.query("DEALLOCATE kept");
  }
}

type Explain = (on: SqlQueryable, query: SqlQuery) => Promise<void>;

function connect(url: string, explain: Explain): Database {
  const plain = new PrismaPg({ connectionString: url, max: 6, options: "-c TimeZone=UTC" });
  const factory: SqlDriverAdapterFactory = {
    provider: plain.provider,
    adapterName: plain.adapterName,
    connect: async () => explainingAdapter(await plain.connect(), explain),
  };
  return new PrismaClient({ adapter: factory, transactionOptions: TRANSACTIONS });
}

function explainingAdapter(inner: SqlDriverAdapter, explain: Explain): SqlDriverAdapter {
  return {
    ...explainingQueries(inner, explain),
    executeScript: (script) => inner.executeScript(script),
    startTransaction: async (isolation) =>
      explainingTransaction(await inner.startTransaction(isolation), explain),
    getConnectionInfo: () => inner.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => inner.dispose(),
  };
}

function explainingTransaction(inner: Transaction, explain: Explain): Transaction {
  return {
    ...explainingQueries(inner, explain),
    options: inner.options,
    commit: () => inner.commit(),
    rollback: () => inner.rollback(),
  };
}

function explainingQueries(inner: SqlQueryable, explain: Explain): SqlQueryable {
  const explained = async (query: SqlQuery) => {
    if (/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(query.sql)) await explain(inner, query);
  };
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    queryRaw: async (query) => {
      await explained(query);
      return inner.queryRaw(query);
    },
    executeRaw: async (query) => {
      await explained(query);
      return inner.executeRaw(query);
    },
  };
}

/** How many deliveries PostgreSQL reads to answer a query that is prepared, by a FROM and WHERE. */
export async function deliveriesRead(url: string, planCacheMode: string, from: Prisma.Sql): Promise<number> {
  const client = new Client({ connectionString: url, options: `-c plan_cache_mode=${planCacheMode}` });
  await client.connect();
  try {
    const values = from.values.map((value) => client.escapeLiteral(String(value))).join(", ");
    await client.query(`PREPARE counted AS SELECT count(*) ${from.text}`);
    const { rows } = await client.query<unknown[]>({
      text: `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE counted(${values})`,
      rowMode: "array",
    });
    const [[root]] = explained.parse(rows);
    return root.reduce((read, tree) => read + deliveriesReadBy(tree.Plan), 0);
  } finally {
    await client.end();
  }
}

function deliveriesReadBy(node: PlanNode): number {
  const each = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0);
  const own = node["Relation Name"] === "deliveries" ? each * (node["Actual Loops"] ?? 0) : 0;
  return (node.Plans ?? []).reduce((read, under) => read + deliveriesReadBy(under), own);
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Actual Rows"?: number | undefined;
  "Actual Loops"?: number | undefined;
  "Rows Removed by Filter"?: number | undefined;
  Plans?: PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Actual Rows": z.number().optional(),
  "Actual Loops": z.number().optional(),
  "Rows Removed by Filter": z.number().optional(),
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

type PlanFacts = Omit<ExplainedQuery, "sql">;

function toldByPlan(rows: unknown): PlanFacts {
  const [[root]] = explained.parse(rows);
  const nodes = root.flatMap((tree) => nodesOf(tree.Plan));
  return {
    scanned: nodes
      .filter((node) => node["Node Type"] === "Seq Scan")
      .map((node) => node["Relation Name"] ?? ""),
    hasLoops: nodes.some((node) => node["Node Type"] === "Nested Loop"),
  };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
