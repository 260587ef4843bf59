import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { onServer } from "@/tests/support/server-connection";
import type { World } from "@/tests/support/world";

const LOOK_AGAIN_MS = 10;
const PATIENCE_MS = 3_000;

/** What a process held in the ledger at its death, in batches. */
export interface Held {
  claimed: number;
  requested: number;
}

/** Writes down which process made which claim, by the name of its connections: the ledger itself does not say. */
export async function noteClaims(world: World): Promise<void> {
  await onServer(
    world.url,
    `CREATE TABLE chaos_claims (token uuid PRIMARY KEY, holder text NOT NULL);
     CREATE INDEX ON chaos_claims (holder);
     CREATE FUNCTION chaos_note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO chaos_claims VALUES (NEW.claim_token, current_setting('application_name')) ON CONFLICT DO NOTHING;
       RETURN NULL;
     END $$;
     CREATE TRIGGER chaos_claims AFTER UPDATE OF claim_token ON batches FOR EACH ROW
       WHEN (NEW.claim_token IS NOT NULL AND NEW.claim_token IS DISTINCT FROM OLD.claim_token)
       EXECUTE FUNCTION chaos_note_claim();`,
  );
}

/** How many claims the processes whose names begin so have made. */
export async function claimsOf(world: World, name: string): Promise<number> {
  const [row] = await world.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM chaos_claims WHERE starts_with(holder, ${name})`;
  return row?.count ?? 0;
}

/** Waits for the first claim of a process, for its end, or until it is plain that it finds nothing to claim. */
export async function firstClaim(world: World, sender: { name: string; over: unknown }): Promise<void> {
  let connectedAt = Infinity;
  while (performance.now() - connectedAt < PATIENCE_MS) {
    const rows = await world.db.$queryRaw<{ connected: boolean; claimed: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = ${sender.name}) AS connected,
        EXISTS (SELECT 1 FROM chaos_claims WHERE holder = ${sender.name}) AS claimed`;
    if (rows[0]?.claimed === true || sender.over !== null) return;
    if (rows[0]?.connected === true) connectedAt = Math.min(connectedAt, performance.now());
    await sleep(LOOK_AGAIN_MS);
  }
}

/** What a dead process holds, once the server has seen its death: a statement on its way ends after its sender. */
export async function heldAtDeath(world: World, name: string): Promise<Held> {
  for (;;) {
    const alive = await world.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE application_name = ${name} LIMIT 1`;
    if (alive.length === 0) break;
    await sleep(LOOK_AGAIN_MS);
  }
  const rows = await world.db.$queryRaw`
    SELECT (count(*) FILTER (WHERE status = 'claimed'))::int AS claimed,
      (count(*) FILTER (WHERE status = 'requested'))::int AS requested
    FROM batches WHERE claim_token IN (SELECT token FROM chaos_claims WHERE holder = ${name})`;
  const [held] = heldSchema.parse(rows);
  return held;
}

const heldSchema = z.tuple([z.object({ claimed: z.int(), requested: z.int() })]);

/** Batches that may be claimed or will be. */
export async function openBatches(world: World): Promise<number> {
  const [row] = await world.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM batches WHERE status <> 'closed'`;
  return row?.count ?? 0;
}
