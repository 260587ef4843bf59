import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "@/lib/env";
import type { RenderedMail } from "@/lib/mails/render-mail";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { classify, type Outcome } from "@/lib/sending/outcome";
import { LONGEST_DEPARTURE, type SendRate } from "@/lib/sending/send-rate";

export interface MailToSend extends RenderedMail {
  /** For the log: which of the application's mails it is. */
  kind: string;
  to: string;
  /** Of the application itself where they are left out. */
  from?: string;
  replyTo?: string;
  /** For an email that may be tried again by another call. */
  idempotencyKey?: string;
}

const TRIES = 5;
/**
 * Somebody waits for the page, so one request is given up sooner than those of mailings, and all tries together after
 * little more. Milliseconds.
 */
const TIMEOUT = 8_000;
const PATIENCE = 10_000;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 1_500;

/**
 * Sends one mail of the application itself, now: no mailing is asked, no table written. Every try is the same
 * bytes under the same key, so an answer that was lost sends nothing twice.
 * @param patience milliseconds for all tries together
 * @returns false where the provider did not take it; logged once, without the address
 */
export async function sendMail(
  { kind, to, idempotencyKey = `mail-${randomUUID()}`, ...mail }: MailToSend,
  patience = PATIENCE,
): Promise<boolean> {
  const { provider, rate, report } = applicationEngine();
  const body = await provider.prepare([{ from: env().RESEND_FROM, to, ...mail }]);
  const until = performance.now() + patience;
  let code = "no_time";
  for (let tries = 1; tries <= TRIES; tries += 1) {
    await waitForRoom(rate);
    const timeout = Math.min(TIMEOUT, until - performance.now());
    if (timeout <= 0) break;
    const answer = await provider.send({ body, idempotencyKey, timeout: Math.ceil(timeout) });
    if (answer.status !== null) rate.follow(answer.headers);
    const outcome = classify(answer, 1);
    if (outcome.kind === "accepted") return true;
    code = outcome.code;
    if (!isWorthAnother(outcome) || tries === TRIES) break;
    await sleep(pauseAfter(tries));
  }
  report("a mail of the application was not taken by the provider", `${kind}: ${code}`);
  return false;
}

/**
 * Takes a place among this process's requests, so that a mailing makes room for it, and goes without one where
 * there is none soon: a mailing that is held off, or a slow rate, holds up nobody who waits for a page.
 */
async function waitForRoom(rate: SendRate): Promise<void> {
  const until = performance.now() + LONGEST_DEPARTURE;
  if ((await rate.take(until)) !== null) await rate.depart(until);
}

/** Refused for good, or used up for today: a second try would draw the same answer. */
function isWorthAnother({ kind }: Outcome): boolean {
  return kind === "deferred" || kind === "unreachable" || kind === "unknown";
}

/** Doubled each time, with a random part: what a mailing's requests leave free comes and goes. */
function pauseAfter(tries: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}
