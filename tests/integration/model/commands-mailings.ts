import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { nextRun, occurrencesAfter, type Period, type Schedule } from "@/lib/mailings/schedule";
import { removeMailing } from "@/lib/mailings/remove";
import { createMailing, editMailing } from "@/lib/mailings/save";
import { command, type Kind } from "@/tests/integration/model/command";
import { demand } from "@/tests/integration/model/demand";
import { mustHave } from "@/tests/integration/model/look";
import {
  mailingNumber,
  ownerNumber,
  type MailingModel,
  type Model,
  type OwnerModel,
} from "@/tests/integration/model/model";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_MAILINGS = 4;

interface Wish {
  period: Period;
  /** Start from now, and end from the later of start and now; milliseconds. */
  start: number;
  end: number | null;
  zone: string;
}

interface Choice {
  audience: "large" | "small" | "both" | "direct" | "mixed" | "nobody";
}

const wishes: fc.Arbitrary<Wish> = fc.record({
  period: fc.constantFrom<Period>("daily", "once", "weekly", "monthly", "daily"),
  start: fc.constantFrom(
    -HOUR,
    -26 * HOUR,
    -5 * MINUTE,
    40 * SECOND,
    20 * MINUTE,
    3 * HOUR,
    -40 * DAY,
    26 * HOUR,
  ),
  end: fc.constantFrom(null, 5 * HOUR, 26 * HOUR, 15 * MINUTE, 20 * DAY, null, null),
  zone: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata"),
});
const choices: fc.Arbitrary<Choice> = fc.record({
  audience: fc.constantFrom("large", "both", "mixed", "small", "direct", "both", "large", "mixed", "nobody"),
});

const save: Kind<Wish & Choice & { owner: number }> = {
  name: "save a mailing",
  may: (model) => model.mailings.length < MOST_MAILINGS,
  async act(model, _ground, p) {
    const owner = ownerNumber(model, p.owner);
    const schedule = scheduleOf(model, p);
    const chosen = audience(owner, p);
    const saved = await createMailing(owner.user, {
      name: "A mailing",
      messageId: owner.messageId,
      ...schedule,
      ...chosen,
    });
    if (owner.blocked) return refusedWith(saved, "forbidden");
    if (!saved.ok) throw new Error(`a mailing was refused: ${saved.code}`);
    const id = saved.value.mailingId;
    model.mailings.push({
      id,
      owner,
      schedule,
      ...chosen,
      paused: false,
      stopped: false,
      archived: false,
      starts: new Map(),
    });
    return { next: new Map([[id, occurrencesAfter(schedule, null, 1)[0] ?? null]]), edited: id };
  },
};

const editSchedule: Kind<Wish & { mailing: number }> = {
  name: "edit a schedule",
  may: hasMailing,
  async act(model, ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    const schedule = scheduleOf(model, p);
    const edited = await edit(mailing, schedule, mailing);
    if (mailing.owner.blocked) return refusedWith(edited, "forbidden");
    if (mailing.archived) return refusedWith(edited, "archived");
    if (!edited.ok) throw new Error(`an edit was refused: ${edited.code}`);
    const before = mustHave(model.seen.mailings, mailing.id);
    const row = await ground.world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    const { endAt } = mailing.schedule;
    const same = JSON.stringify({ ...schedule }) === JSON.stringify({ ...mailing.schedule, endAt });
    if (same) return {};
    mailing.schedule = schedule;
    const everPlanned = [...model.seen.attempts.values()].some((attempt) => attempt.mailing === mailing.id);
    const lastPlannedAt = before.last === null ? null : new Date(before.last);
    const next = nextRun(schedule, { editedAt: row.scheduleEditedAt, lastPlannedAt, everPlanned });
    return { next: new Map([[mailing.id, next]]), edited: mailing.id };
  },
};

const editAudience: Kind<Choice & { mailing: number }> = {
  name: "edit an audience",
  around: true,
  may: hasMailing,
  async act(model, _ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    const chosen = audience(mailing.owner, p);
    const edited = await edit(mailing, mailing.schedule, chosen);
    if (mailing.owner.blocked) return refusedWith(edited, "forbidden");
    if (mailing.archived) return refusedWith(edited, "archived");
    if (!edited.ok) throw new Error(`an edit was refused: ${edited.code}`);
    Object.assign(mailing, chosen);
    return {};
  },
};

const remove: Kind<{ mailing: number }> = {
  name: "delete a mailing",
  may: hasMailing,
  async act(model, _ground, p) {
    const mailing = mailingNumber(model, p.mailing);
    const removed = await removeMailing(mailing.owner.user, mailing.id);
    if (mailing.owner.blocked) return refusedWith(removed, "forbidden");
    if (mailing.archived) return refusedWith(removed, "archived");
    const ran = [...model.seen.attempts.values()].some((attempt) => attempt.mailing === mailing.id);
    demand(
      removed.ok && removed.value === (ran ? "archived" : "deleted"),
      () => `deleting: ${JSON.stringify(removed)}`,
    );
    if (!ran) {
      model.mailings.splice(model.mailings.indexOf(mailing), 1);
      return {};
    }
    mailing.archived = true;
    return { next: new Map([[mailing.id, null]]), closing: ["archived"] };
  },
};

const anyMailing = { mailing: fc.nat(3) };
export const saveMailing = fc
  .record({ wish: wishes, choice: choices, owner: fc.constantFrom(0, 0, 1) })
  .map(({ wish, choice, owner }) => command(save, { ...wish, ...choice, owner }));
export const editMailingSchedule = fc
  .record({ wish: wishes, ...anyMailing })
  .map(({ wish, mailing }) => command(editSchedule, { ...wish, mailing }));
export const editMailingAudience = fc
  .record({ choice: choices, ...anyMailing })
  .map(({ choice, mailing }) => command(editAudience, { ...choice, mailing }));
export const deleteMailing = fc.record(anyMailing).map((p) => command(remove, p));

export function hasMailing(model: Readonly<Model>): boolean {
  return model.mailings.length > 0;
}

/** Demands this refusal. */
export function refusedWith(result: { ok: true } | { ok: false; code: string }, code: string): object {
  demand(!result.ok && result.code === code, () => `expected ${code}, got ${JSON.stringify(result)}`);
  return {};
}

function edit(
  mailing: MailingModel,
  schedule: Schedule,
  chosen: { listIds: string[]; recipientIds: string[] },
) {
  const { listIds, recipientIds } = chosen;
  const input = { name: "Edited", messageId: mailing.owner.messageId, ...schedule, listIds, recipientIds };
  return editMailing(mailing.owner.user, mailing.id, {
    ...input,
    recipientIds: present(mailing.owner, recipientIds),
  });
}

function present(owner: OwnerModel, recipientIds: string[]): string[] {
  return recipientIds.filter((id) => owner.recipients.has(id));
}

function scheduleOf(model: Model, wish: Wish): Schedule {
  const { now } = model.seen;
  const start = Math.floor((now + wish.start) / SECOND) * SECOND;
  const startLocal = Temporal.Instant.fromEpochMilliseconds(start)
    .toZonedDateTimeISO(wish.zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" });
  const endAt = wish.end === null ? null : new Date(Math.floor(Math.max(start, now)) + wish.end);
  return { startLocal, timeZone: wish.zone, period: wish.period, endAt };
}

function audience(
  owner: OwnerModel,
  { audience: wanted }: Choice,
): { listIds: string[]; recipientIds: string[] } {
  const [large = "", small = ""] = owner.lists.keys();
  const people = [...owner.recipients.keys()];
  const direct = people.filter((_, n) => n % 3 === 0);
  switch (wanted) {
    case "large":
      return { listIds: [large], recipientIds: [] };
    case "small":
      return { listIds: [small], recipientIds: [] };
    case "both":
      return { listIds: [large, small], recipientIds: [] };
    case "direct":
      return { listIds: [], recipientIds: direct };
    case "mixed":
      return { listIds: [small], recipientIds: direct };
    case "nobody":
      return { listIds: [], recipientIds: [] };
  }
}
