import fc from "fast-check";
import { finishMailing, pauseMailing } from "@/lib/mailings/commands";
import type { Step } from "@/lib/sending/engine";
import { command, type Kind } from "@/tests/integration/model/command";
import { deleteRecipient, unsubscribeFrom } from "@/tests/integration/model/commands-audience";
import { pass } from "@/tests/integration/model/commands-engine";
import { blockIt, stopIt } from "@/tests/integration/model/commands-people";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import { lookAtLedger, mailingOfBatch, mustHave } from "@/tests/integration/model/look";
import { isBusy, mailingNumber, type MailingModel, type Said } from "@/tests/integration/model/model";

const MINUTE = 60_000;
const STEPS: Step[] = ["chunk_planned", "claimed", "frozen", "marked", "answered", "settled"];
const ACTIONS = [
  "pause",
  "stop",
  "block",
  "finish",
  "unsubscribe",
  "delete a recipient",
  "half a minute",
  "lease",
  "day",
] as const;
type Action = (typeof ACTIONS)[number];

interface Interference {
  step: Step;
  mailing: number;
  action: Action;
}

/** What was done in the midst of a tick, and what must not go out from there on. */
interface Done {
  said: Said;
  /** Requests that had arrived by then. */
  requests: number;
  /** Nothing of the mailing may be requested. */
  silence: boolean;
  /** This person may not be written to. */
  spared: string | null;
  /** Nothing scheduled may go out of a mailing whose end had come by this instant. */
  at: number;
}

const interfere: Kind<Interference> = {
  name: "something happens in a tick",
  may: (model, p) => isBusy(model) && !isHeldByPeople(mailingNumber(model, p.mailing)),
  async act(model, ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    let done: Done | null = null;
    let begun = false;
    const engine = ground.engine(async (step) => {
      if (step !== p.step || begun) return;
      begun = true;
      done = await action(ground, mailing, p);
    });
    await pass(engine);
    return finishAction(ground, mailing, p.step, done);
  },
};

async function finishAction(
  ground: Ground,
  mailing: MailingModel,
  step: Step,
  done: Done | null,
): Promise<Said> {
  if (done === null) return { engine: true };
  const later = ground.requests.slice(done.requests);
  const look = await lookAtLedger(ground.world.db);
  // What was marked before may be on the wire: one worker has one such request.
  const fresh = later.slice(step === "marked" ? 1 : 0);
  for (const request of fresh) {
    const of = mailingOfBatch(look, mustHave(look.batches, request.batchId));
    demand(
      !done.silence || of.id !== mailing.id,
      () => "a mailing that was held in the midst of a tick wrote on",
    );
    const attempt = mustHave(look.attempts, mustHave(look.batches, request.batchId).attempt);
    const over = attempt.kind === "scheduled" && of.end !== null && of.end <= done.at;
    demand(!over, () => "a mailing whose end came in the midst of a tick wrote on");
    const { spared } = done;
    demand(
      request.mails.every(({ delivery }) => delivery !== spared),
      () => "who left in the midst of a tick was written to",
    );
  }
  return { ...done.said, engine: true };
}

async function action(
  ground: Ground,
  mailing: MailingModel,
  { action: wanted, step }: Interference,
): Promise<Done> {
  const done = { said: {}, requests: 0, silence: false, spared: null, at: 0 };
  const now = () => ground.requests.length;
  switch (wanted) {
    case "pause": {
      const { ok } = await pauseMailing(mailing.owner.user, mailing.id);
      mailing.paused ||= ok;
      return { ...done, silence: ok, requests: now() };
    }
    case "stop":
      return { ...done, said: await stopIt(ground, mailing), silence: true, requests: now() };
    case "block":
      return { ...done, said: await blockIt(ground, mailing.owner), silence: true, requests: now() };
    case "finish": {
      const said = await finishInMidst(ground, mailing);
      return { ...done, said, silence: said.ended !== undefined, requests: now() };
    }
    case "unsubscribe":
    case "delete a recipient":
      return { ...done, spared: await leave(ground, mailing, wanted, step), requests: now() };
    case "half a minute":
      await ground.world.turn(30_000);
      return { ...done, requests: now(), at: await engineNow(ground) };
    case "lease":
      await ground.world.turn(80_000);
      return done;
    case "day":
      // A machine that freezes for a day after it has marked is a limit of the guarantee.
      await ground.world.turn(step === "marked" ? 2 * MINUTE : 25 * 60 * MINUTE);
      return done;
  }
}

async function engineNow(ground: Ground): Promise<number> {
  return (await lookAtLedger(ground.world.db)).now;
}

async function finishInMidst(ground: Ground, mailing: MailingModel): Promise<Said> {
  const { ok } = await finishMailing(mailing.owner.user, mailing.id);
  if (!ok) return {};
  const { endAt } = await ground.world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
  mailing.schedule = { ...mailing.schedule, endAt };
  return { next: new Map([[mailing.id, null]]), closing: ["finished"], ended: mailing.id };
}

/** The last of the mailing whose bytes are not settled yet unsubscribes, or is deleted. */
async function leave(ground: Ground, mailing: MailingModel, how: Action, step: Step): Promise<string | null> {
  const look = await lookAtLedger(ground.world.db);
  const rows = [...look.deliveries.values()].filter((row) => {
    const batch = mustHave(look.batches, row.batch);
    const unsettled = batch.status === "pending" || (batch.status === "claimed" && step !== "frozen");
    const own = mustHave(look.attempts, row.attempt).mailing === mailing.id;
    return own && row.status === "pending" && batch.unknownAt === null && unsettled;
  });
  const row = rows.at(-1);
  if (row === undefined) return null;
  if (how === "unsubscribe") await unsubscribeFrom(mailing.owner, row);
  else await deleteRecipient(ground, mailing.owner, row.recipient);
  return row.id;
}

function isHeldByPeople(mailing: MailingModel): boolean {
  return mailing.paused || mailing.stopped || mailing.archived || mailing.owner.blocked;
}

export const inTheMidst = fc
  .record({ step: fc.constantFrom(...STEPS), mailing: fc.nat(3), action: fc.constantFrom(...ACTIONS) })
  .map((p) => command(interfere, p));
