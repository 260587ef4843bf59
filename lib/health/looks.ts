import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { answerText } from "@/lib/http/bounded-answer";
import { boundElsewhere, type BoundElsewhere } from "@/lib/sending/bound-elsewhere";
import { domainState, providerFingerprint, RESEND_API, type DomainState } from "@/lib/sending/resend";
import { waiting, type Waiting } from "@/lib/sending/waiting";

/** Where the provider answers, and whether it lets the key in. */
export interface ProviderAnswer {
  address: string;
  status: number;
  letsIn: boolean;
  /** Where it sends whoever asks; null where it answers itself. The engine follows nobody. */
  leadsTo: string | null;
}

/**
 * Asks the provider for something harmless with the key: what matters is whether it is let in.
 * @throws where nobody answers in time
 */
export async function askProvider(withinMs: number): Promise<ProviderAnswer> {
  const { RESEND_API_KEY, RESEND_BASE_URL: address = RESEND_API } = env();
  const answer = await fetch(`${address}/domains`, {
    headers: { Authorization: `Bearer ${RESEND_API_KEY}` },
    signal: AbortSignal.timeout(withinMs),
    redirect: "manual",
  });
  const body = await answerText(answer);
  // A key that may only send is refused here by this name, and that is all the engine needs.
  const letsIn = answer.ok || body.includes("restricted_api_key");
  const leadsTo = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
  return { address, status: answer.status, letsIn, leadsTo };
}

/** Asks the provider how a domain is that mails come from. Never throws. */
export function askDomainState(domain: string, withinMs: number): Promise<DomainState> {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl = RESEND_API } = env();
  return domainState({ apiKey, baseUrl }, domain, withinMs);
}

/** Minutes since a tick of the engine began or ended last; null where none ever did. */
export async function minutesSinceTick(): Promise<number | null> {
  const [row] = await database().$queryRaw<{ minutes: number | null }[]>`
    SELECT (extract(epoch FROM now() - greatest(last_tick_at, (last_tick->>'begunAt')::timestamptz)) / 60)::float AS minutes
    FROM provider_state WHERE id = 1`;
  return row?.minutes ?? null;
}

/** A scheduler that has not ticked for so many minutes is taken for one that does not run. */
export const HEARTBEAT_MINUTES = 5;

/** What keeps all mail back: null while nothing does. */
export async function sendingHalt() {
  const state = await database().providerState.findUnique({
    where: { id: 1 },
    select: { haltKind: true, haltedAt: true, haltCode: true, haltAnswer: true, nextProbeAt: true },
  });
  if (state === null || state.haltKind === null) return null;
  return {
    kind: state.haltKind,
    since: state.haltedAt,
    code: state.haltCode,
    answer: state.haltAnswer,
    nextProbeAt: state.nextProbeAt,
  };
}

/** What waits for another try, and until when the provider asked to wait. */
export function waitingBatches(mailingId?: string): Promise<Waiting> {
  return waiting(database(), { fingerprint: todaysFingerprint() }, mailingId);
}

/** Batches that today's address and key of the provider may not be asked about; null where there are none. */
export function boundBatches(mailingId?: string): Promise<BoundElsewhere | null> {
  return boundElsewhere(database(), { fingerprint: todaysFingerprint() }, mailingId);
}

function todaysFingerprint(): string {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl = RESEND_API } = env();
  return providerFingerprint({ apiKey, baseUrl });
}
