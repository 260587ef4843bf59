import type { Database } from "@/lib/db";

/** By attempt, what it is counted by and kind. */
type Counts = Record<string, number>;

interface Row {
  key: string;
  count: number;
}

/** What the figures say, folded and not: those that are not nought. */
export async function countedOutcomes(db: Database): Promise<Counts> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT attempt_id || ' ' || by || ' ' || kind AS key, sum(count)::int AS count FROM (
      SELECT attempt_id, kind, count, extract(epoch FROM quarter)::int::text AS by FROM outcome_quarters
      UNION ALL SELECT attempt_id, kind, change, extract(epoch FROM quarter)::int::text FROM outcome_deltas
      UNION ALL SELECT attempt_id, kind, count, '@' || domain FROM outcome_domains
      UNION ALL SELECT attempt_id, kind, change, '@' || domain FROM outcome_deltas) o
    GROUP BY 1 HAVING sum(count) <> 0`;
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

const QUARTER = 900;

/** The same, counted one by one from the deliveries, without anything that the figures are made with. */
export async function recountedOutcomes(db: Database): Promise<Counts> {
  const counts: Counts = {};
  for (const {
    attemptId,
    address,
    fate,
    fateAt,
    openedAt,
    clickedAt,
    automatedAt,
  } of await db.delivery.findMany()) {
    const domain = address.endsWith("@posthorn.invalid") ? "" : (address.split("@").at(-1) ?? "");
    const note = (kind: string, at: Date | null) => {
      const quarter = Math.floor((at?.getTime() ?? 0) / 1_000 / QUARTER) * QUARTER;
      for (const by of [String(quarter), `@${domain}`]) {
        const key = `${attemptId} ${by} ${kind}`;
        counts[key] = (counts[key] ?? 0) + 1;
      }
    };
    const delivered = fate === "delivered" || fate === "complained";
    if (delivered) note("delivered", fateAt);
    if (fate === "bounced" || fate === "complained") note(fate, fateAt);
    if (openedAt !== null) note("opened", openedAt);
    if (clickedAt !== null) note("clicked", clickedAt);
    if (automatedAt !== null) note("automated", automatedAt);
    if (openedAt !== null && delivered) note("opened_delivered", openedAt);
  }
  return counts;
}
