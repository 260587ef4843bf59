import { randomUUID } from "node:crypto";
import fc from "fast-check";
import {
  finishMailing,
  liftStop,
  pauseMailing,
  resumeMailing,
  startByHand,
  stopMailing,
} from "@/lib/mailings/commands";
import { blockUser, unblockUser } from "@/lib/users/block";
import { command, type Kind } from "@/tests/integration/model/command";
import { hasMailing, refusedWith } from "@/tests/integration/model/commands-mailings";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import { isHeld, mustHave, openAttemptOf } from "@/tests/integration/model/look";
import {
  audienceOf,
  itemNumber,
  mailingNumber,
  type MailingModel,
  type Model,
  type OwnerModel,
  type Said,
} from "@/tests/integration/model/model";

type OnMailing = { mailing: number };

export async function pauseIt(model: Model, mailing: MailingModel): Promise<Said> {
  const row = mustHave(model.seen.mailings, mailing.id);
  const paused = await pauseMailing(mailing.owner.user, mailing.id);
  if (mailing.owner.blocked) return refusedWith(paused, "forbidden");
  if (mailing.archived) return refusedWith(paused, "archived");
  if (row.status === "finished") return refusedWith(paused, "already_finished");
  if (mailing.paused) return refusedWith(paused, "already_paused");
  demand(paused.ok, () => `pausing: ${JSON.stringify(paused)}`);
  mailing.paused = true;
  return {};
}

export async function resumeIt(model: Model, mailing: MailingModel): Promise<Said> {
  const row = mustHave(model.seen.mailings, mailing.id);
  const resumed = await resumeMailing(mailing.owner.user, mailing.id);
  if (mailing.owner.blocked) return refusedWith(resumed, "forbidden");
  if (mailing.archived) return refusedWith(resumed, "archived");
  if (!mailing.paused && row.protected === null) return refusedWith(resumed, "not_paused");
  demand(resumed.ok, () => `resuming: ${JSON.stringify(resumed)}`);
  mailing.paused = false;
  return { released: [mailing.id], closing: ["superseded"], unprotected: mailing.id };
}

export async function stopIt(ground: Ground, mailing: MailingModel): Promise<Said> {
  const stopped = await stopMailing(ground.manager, { mailingId: mailing.id, reason: "Spam" });
  if (mailing.stopped) return refusedWith(stopped, "already_stopped");
  demand(stopped.ok, () => `stopping: ${JSON.stringify(stopped)}`);
  mailing.stopped = true;
  return {};
}

export async function liftIt(ground: Ground, mailing: MailingModel): Promise<Said> {
  const lifted = await liftStop(ground.manager, { mailingId: mailing.id, reason: "No spam" });
  if (!mailing.stopped) return refusedWith(lifted, "not_stopped");
  demand(lifted.ok, () => `lifting: ${JSON.stringify(lifted)}`);
  mailing.stopped = false;
  return { released: [mailing.id], closing: ["superseded"] };
}

export async function finishIt(model: Model, ground: Ground, mailing: MailingModel): Promise<Said> {
  const row = mustHave(model.seen.mailings, mailing.id);
  const finished = await finishMailing(mailing.owner.user, mailing.id);
  if (mailing.owner.blocked) return refusedWith(finished, "forbidden");
  if (mailing.archived) return refusedWith(finished, "archived");
  if (row.status === "finished") {
    demand(finished.ok, () => `finishing what is finished: ${JSON.stringify(finished)}`);
    return {};
  }
  demand(finished.ok, () => `finishing: ${JSON.stringify(finished)}`);
  const { endAt } = await ground.world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
  const old = mailing.schedule.endAt;
  const now = endAt !== null && endAt.getTime() >= Math.floor(model.seen.now);
  demand(now || (old !== null && endAt?.getTime() === old.getTime()), () => "finishing has set a wrong end");
  mailing.schedule = { ...mailing.schedule, endAt };
  return { next: new Map([[mailing.id, null]]), closing: ["finished"], ended: mailing.id };
}

export async function blockIt(ground: Ground, owner: OwnerModel): Promise<Said> {
  const blocked = await blockUser(ground.manager, { userId: owner.user.id, reason: "Spam" });
  demand(blocked.ok, () => `blocking: ${JSON.stringify(blocked)}`);
  owner.blocked = true;
  return {};
}

/** Unblocking releases every mailing of the person, as lifting a stop releases one. */
export async function unblockIt(model: Model, ground: Ground, owner: OwnerModel): Promise<Said> {
  const mailings = model.mailings.filter((mailing) => mailing.owner === owner).map(({ id }) => id);
  const unblocked = await unblockUser(ground.manager, { userId: owner.user.id, reason: "No spam" });
  demand(unblocked.ok, () => `unblocking: ${JSON.stringify(unblocked)}`);
  owner.blocked = false;
  return { released: mailings, closing: ["superseded"] };
}

const pauseOrResume: Kind<OnMailing & { contrary: boolean }> = {
  name: "pause or resume",
  may: hasMailing,
  async act(model, _ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    const on = mailing.paused || mustHave(model.seen.mailings, mailing.id).protected !== null;
    return on === p.contrary ? pauseIt(model, mailing) : resumeIt(model, mailing);
  },
};

const stopOrLift: Kind<OnMailing & { contrary: boolean }> = {
  name: "stop or lift",
  may: hasMailing,
  async act(model, ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    return mailing.stopped === p.contrary ? stopIt(ground, mailing) : liftIt(ground, mailing);
  },
};

const blockOrUnblock: Kind<OnMailing> = {
  name: "block or unblock",
  may: hasMailing,
  async act(model, ground, p) {
    const { owner } = mailingNumber(model, p.mailing);
    return owner.blocked ? unblockIt(model, ground, owner) : blockIt(ground, owner);
  },
};

const finish: Kind<OnMailing> = {
  name: "finish by hand",
  may: hasMailing,
  act: (model, ground, p) => finishIt(model, ground, mailingNumber(model, p.mailing)),
};

const start: Kind<OnMailing & { keepScheduled: boolean; again: boolean }> = {
  name: "start by hand",
  may: hasMailing,
  async act(model, _ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    const known = p.again ? itemNumber(mailing.starts.keys(), 0) : null;
    const startId = known ?? randomUUID();
    const row = mustHave(model.seen.mailings, mailing.id);
    const { keepScheduled } = p;
    const started = await startByHand(mailing.owner.user, {
      mailingId: mailing.id,
      startId,
      keepScheduled,
    });
    if (mailing.owner.blocked) return refusedWith(started, "forbidden");
    if (known !== null) {
      const first = mailing.starts.get(known);
      demand(
        started.ok && started.value.already && started.value.attemptId === first,
        () => `starting again: ${JSON.stringify(started)}`,
      );
      return {};
    }
    if (mailing.archived) return refusedWith(started, "archived");
    if (isHeld(row)) return refusedWith(started, "held");
    if (openAttemptOf(model.seen, mailing.id) !== null) return refusedWith(started, "attempt_open");
    if (audienceOf(mailing).size === 0) return refusedWith(started, "no_audience");
    if (!started.ok) throw new Error(`a start was refused: ${started.code}`);
    mailing.starts.set(startId, started.value.attemptId);
    const takesPlace = row.period === "once" && !keepScheduled;
    return takesPlace ? { next: new Map([[mailing.id, null]]) } : {};
  },
};

const mailing = fc.nat(3);
const seldom = fc.constantFrom(false, false, false, false, false, true);
export const pauseResume = fc.record({ mailing, contrary: seldom }).map((p) => command(pauseOrResume, p));
export const stopLift = fc.record({ mailing, contrary: seldom }).map((p) => command(stopOrLift, p));
export const blockUnblock = fc.record({ mailing }).map((p) => command(blockOrUnblock, p));
export const finishByHand = fc.record({ mailing }).map((p) => command(finish, p));
export const startNow = fc
  .record({ mailing, keepScheduled: fc.boolean(), again: seldom })
  .map((p) => command(start, p));
