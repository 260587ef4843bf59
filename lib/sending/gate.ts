import type { Queryable } from "@/lib/db";
import { probeDelay } from "@/lib/sending/backoff";
import type { Probe } from "@/lib/sending/claim";
import type { Engine } from "@/lib/sending/engine";
import { BREAKER_THRESHOLD } from "@/lib/sending/settings";

/**
 * What stands between the engine and the provider: the breaker (failures in a row over different batches) and
 * the pause (an answer that refuses everybody). One row, shared by all processes; while it is shut, one
 * leased probe at a time looks whether the provider answers again.
 */
export type Gate = { state: "open" } | { state: "shut" } | { state: "probe"; probe: Probe };

const FAILED_BATCHES_KEPT = 50;
/** Others that passed longer ago than this say nothing of today's refusal. */
const SUSPICION_LASTS = 3_600_000;

/** Looks whether requests may go, and takes the probe where one is due. */
export async function passGate(engine: Engine): Promise<Gate> {
  const [state] = await engine.db.$queryRaw<{ open: boolean; probeDue: boolean }[]>`
    SELECT halt_kind IS NULL AS open,
      coalesce(next_look_at <= engine_now() AND (probe_until IS NULL OR probe_until <= engine_now()), FALSE) AS "probeDue"
    FROM provider_state WHERE id = 1`;
  if (state === undefined) throw new Error("provider_state has lost its row");
  if (state.open) return { state: "open" };
  if (!state.probeDue) return { state: "shut" };
  const token = engine.newToken();
  const [taken] = await engine.db.$queryRaw<Omit<Probe, "token">[]>`
    UPDATE provider_state SET probe_token = ${token}::uuid,
      probe_until = engine_now() + ${engine.settings.lease} * interval '1 millisecond'
    WHERE id = 1 AND halt_kind IS NOT NULL AND next_look_at <= engine_now()
      AND (probe_until IS NULL OR probe_until <= engine_now())
    RETURNING failed_batch_ids AS "failedBatchIds", suspect_id AS "suspectId"`;
  return taken === undefined ? { state: "shut" } : { state: "probe", probe: { token, ...taken } };
}

/** Milliseconds until the provider may be asked, a probe that is under way waited for: 0 while the gate is open. */
export async function nextProbeIn(db: Queryable): Promise<number> {
  const [state] = await db.$queryRaw<{ wait: number | null }[]>`
    SELECT (extract(epoch FROM greatest(next_look_at, probe_until) - engine_now()) * 1000)::float AS wait
    FROM provider_state WHERE id = 1 AND halt_kind IS NOT NULL`;
  return Math.max(0, state?.wait ?? 0);
}

/** A tick begins, for whoever looks meanwhile: where much is due it takes minutes. */
export async function noteBegun({ db }: Engine): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_state SET last_tick = jsonb_build_object('begunAt', statement_timestamp()) WHERE id = 1`;
}

/** Gives a probe back that found nothing to send. */
export async function returnProbe(db: Queryable, probe: string): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_state SET probe_token = NULL, probe_until = NULL WHERE id = 1 AND probe_token = ${probe}::uuid`;
}

/** The provider answered a request as it should: failures are forgotten, and the probe's success opens the gate. */
export async function notePassed(
  db: Queryable,
  passed: { mailingId: string; probe: string | null },
): Promise<void> {
  await db.$executeRaw`
    UPDATE provider_state SET failed_batch_ids = '{}', failures = 0,
      suspect_clear_at = CASE WHEN suspect_id <> ${passed.mailingId}::uuid THEN coalesce(suspect_clear_at, engine_now())
        END,
      suspect_id = nullif(suspect_id, ${passed.mailingId}::uuid),
      halt_kind = CASE WHEN opened THEN NULL ELSE halt_kind END, halted_at = CASE WHEN opened THEN NULL ELSE halted_at END,
      halt_code = CASE WHEN opened THEN NULL ELSE halt_code END, halt_answer = CASE WHEN opened THEN NULL ELSE halt_answer END,
      next_look_at = CASE WHEN opened THEN NULL ELSE next_look_at END, looks = CASE WHEN opened THEN 0 ELSE looks END,
      probe_token = CASE WHEN opened THEN NULL ELSE probe_token END, probe_until = CASE WHEN opened THEN NULL ELSE probe_until END
    FROM (SELECT coalesce(probe_token = ${passed.probe}::uuid, FALSE) AS opened FROM provider_state WHERE id = 1) seen
    WHERE id = 1 AND (opened OR failures > 0 OR suspect_id = ${passed.mailingId}::uuid
      OR (suspect_id IS NOT NULL AND suspect_clear_at IS NULL))`;
}

/** A request of this batch ended unknown or reached nobody. Enough of them over different batches shut the gate. */
export async function noteFailed(
  engine: Engine,
  failed: { batchId: string; probe: string | null; code: string; answer: string },
): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE provider_state SET failures = failures + 1,
      failed_batch_ids = CASE WHEN ${failed.batchId}::uuid = ANY(failed_batch_ids)
        OR cardinality(failed_batch_ids) >= ${FAILED_BATCHES_KEPT} THEN failed_batch_ids
        ELSE failed_batch_ids || ${failed.batchId}::uuid END
    WHERE id = 1`;
  if (failed.probe !== null) return prolong(engine, failed.probe, failed);
  await engine.db.$executeRaw`
    UPDATE provider_state SET halt_kind = 'breaker', halted_at = engine_now(), halt_code = ${failed.code},
      halt_answer = ${failed.answer}, looks = 0,
      next_look_at = engine_now() + ${probeDelay("breaker", 0)} * interval '1 millisecond'
    WHERE id = 1 AND halt_kind IS NULL AND cardinality(failed_batch_ids) >= ${BREAKER_THRESHOLD}`;
}

/**
 * The provider refused for all. Shuts the gate, unless this mailing drew a 403 before and others passed since.
 *
 * @returns "held" where the mailing alone was held instead
 */
export async function noteRefused(
  engine: Engine,
  refused: { mailingId: string; probe: string | null; status: number; code: string; answer: string },
): Promise<"halted" | "held"> {
  if (refused.status === 403 && (await isAlone(engine.db, refused.mailingId))) {
    await protectMailing(engine, refused.mailingId, "refused_alone", refused.answer);
    if (refused.probe !== null) await returnProbe(engine.db, refused.probe);
    return "held";
  }
  await engine.db.$executeRaw`
    UPDATE provider_state SET halt_kind = 'pause', halted_at = coalesce(halted_at, engine_now()), halt_code = ${refused.code},
      halt_answer = ${refused.answer}, suspect_clear_at = CASE WHEN ${refused.status} <> 403 OR suspect_id = ${refused.mailingId}::uuid THEN suspect_clear_at END,
      suspect_id = CASE WHEN ${refused.status} <> 403 THEN suspect_id ELSE ${refused.mailingId}::uuid END, probe_token = NULL, probe_until = NULL, looks = looks + 1,
      next_look_at = engine_now() + least(${probeDelay("pause", 20)}, ${probeDelay("pause", 0)} * power(2, least(looks, 20)))
        * interval '1 millisecond'
    WHERE id = 1 AND (halt_kind IS DISTINCT FROM 'pause' OR probe_token = ${refused.probe}::uuid)`;
  return "halted";
}

async function isAlone(db: Queryable, mailingId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM provider_state
    WHERE id = 1 AND suspect_id = ${mailingId}::uuid
      AND suspect_clear_at > engine_now() - ${SUSPICION_LASTS} * interval '1 millisecond'`;
  return rows.length > 0;
}

/** A probe that proved nothing: the gate stays shut, the next look is later. */
async function prolong(engine: Engine, probe: string, said: { code: string; answer: string }): Promise<void> {
  await engine.db.$executeRaw`
    UPDATE provider_state SET looks = looks + 1, probe_token = NULL, probe_until = NULL,
      halt_code = ${said.code}, halt_answer = ${said.answer},
      next_look_at = engine_now() + least(${probeDelay("breaker", 20)}, ${probeDelay("breaker", 0)} * power(2, least(looks + 1, 20)))
        * interval '1 millisecond'
    WHERE id = 1 AND probe_token = ${probe}::uuid`;
}

/** Holds a mailing to protect the sender's name, with a code the pages translate and the provider's words. */
export async function protectMailing(
  engine: Engine,
  mailingId: string,
  code: "refused_alone" | "all_refused",
  answer: string,
): Promise<void> {
  const held = await engine.db.$queryRaw<{ ownerId: string }[]>`
    UPDATE mailings SET protected_at = engine_now(), protected_code = ${code}, protected_answer = ${answer}
    WHERE id = ${mailingId}::uuid AND protected_at IS NULL RETURNING owner_id AS "ownerId"`;
  if (held.length > 0) await engine.changed(held.map(({ ownerId }) => ownerId));
}
