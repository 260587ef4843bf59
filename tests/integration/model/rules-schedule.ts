import { occurrencesAfter, type Schedule } from "@/lib/mailings/schedule";
import { mailingStatus } from "@/lib/mailings/status";
import { demand } from "@/tests/integration/model/demand";
import {
  isHeld,
  isOpen,
  mustHave,
  openAttemptOf,
  type AttemptRow,
  type Look,
  type MailingRow,
} from "@/tests/integration/model/look";
import type { MailingModel, Model, Said } from "@/tests/integration/model/model";

/** Status, next run and the count of skipped occurrences against the schedule, for every mailing. */
export function checkSchedules(model: Model, looks: { before: Look; after: Look }, said: Said): void {
  const { before, after } = looks;
  demand(
    after.mailings.size === model.mailings.length,
    () => "a mailing has vanished, or one has come from nowhere",
  );
  for (const mailing of model.mailings) {
    const row = mustHave(after.mailings, mailing.id);
    checkHolds(mailing, row);
    checkStatus(row, after, said);
    checkAttempts(mailing, row, looks, said);
    checkClosing(mailing, row, looks, said);
    const old = before.mailings.get(mailing.id);
    if (old !== undefined) checkProtection(old, row, said);
    if (said.complete === true && old !== undefined) checkPlanned(old, row, looks);
  }
}

/** Holds change by people's word only, but a pause ends with its mailing; only the engine protects. */
function checkHolds(mailing: MailingModel, row: MailingRow): void {
  if (row.status === "finished") mailing.paused = false;
  const { paused, stopped, archived, owner } = mailing;
  demand(
    row.paused === paused &&
      row.stopped === stopped &&
      row.archived === archived &&
      row.blocked === owner.blocked,
    () => `holds are ${JSON.stringify(row)}, not ${JSON.stringify({ paused, stopped, archived })}`,
  );
}

function checkProtection(old: MailingRow, row: MailingRow, said: Said): void {
  if (old.protected === row.protected) return;
  const lifted = row.protected === null && said.unprotected === row.id;
  const set = old.protected === null && said.engine === true;
  demand(
    lifted || set,
    () => `protection went from ${old.protected ?? "none"} to ${row.protected ?? "none"}`,
  );
}

function checkStatus(row: MailingRow, after: Look, said: Said): void {
  const attempts = [...after.attempts.values()].filter(({ mailing }) => mailing === row.id);
  const open = attempts.filter(isOpen);
  demand(open.length <= 1, () => `${open.length} attempts are open`);
  const fits = mailingStatus({
    nextRunAt: row.next === null ? null : new Date(row.next),
    openAttempt: open.length > 0,
    attempts: attempts.length,
  });
  // Until the next sweep a mailing with nothing to come keeps the status that it had.
  const waits = fits === "finished" && row.status === (attempts.length === 0 ? "created" : "running");
  const swept = said.swept === true && !row.archived;
  demand(row.status === fits || row.archived || (waits && !swept), () => `status ${row.status}, not ${fits}`);
}

/** Every new attempt in turn, and where it leaves the next run. */
function checkAttempts(
  mailing: MailingModel,
  row: MailingRow,
  { before, after }: { before: Look; after: Look },
  said: Said,
): void {
  const old = before.mailings.get(mailing.id);
  const told = said.next?.get(mailing.id);
  const schedule =
    old === undefined || said.edited === mailing.id ? mailing.schedule : scheduleBefore(mailing, old);
  let next =
    old === undefined || (told !== undefined && said.engine !== true) ? (told?.getTime() ?? null) : old.next;
  let last = old?.last ?? null;
  for (const attempt of after.attempts.values()) {
    if (attempt.mailing !== mailing.id || before.attempts.has(attempt.id)) continue;
    demand(attempt.subject === mailing.owner.subject, () => "an attempt has copied another message");
    if (attempt.kind !== "scheduled") {
      demand(said.engine !== true && attempt.startId !== null, () => "an attempt that nobody has started");
      continue;
    }
    const held = old !== undefined && isHeld(old) && attempt.status !== "missed";
    demand(!held, () => "an occurrence of a held mailing was planned");
    next = checkOccurrence(schedule, row, attempt, { next, before: before.now, after: after.now });
    last = attempt.occurrence;
  }
  if (told !== undefined) next = told?.getTime() ?? null;
  demand(row.next === next, () => `next run ${text(row.next)}, not ${text(next)}`);
  demand(row.last === last, () => `last planned ${text(row.last)}, not ${text(last)}`);
}

/** A person who ends a mailing in the midst of the engine's work changes only the end. */
function scheduleBefore(mailing: MailingModel, old: MailingRow): Schedule {
  return { ...mailing.schedule, endAt: old.end === null ? null : new Date(old.end) };
}

/** The latest occurrence that has come runs, those before it are counted, and the first after it is next. */
function checkOccurrence(
  schedule: Schedule,
  row: MailingRow,
  attempt: AttemptRow,
  state: { next: number | null; before: number; after: number },
): number | null {
  const { next } = state;
  demand(next !== null, () => "an occurrence ran though none was to come");
  const all = occurrencesFrom(schedule, next ?? 0, state.after);
  const { occurrence } = attempt;
  demand(all.includes(occurrence) && occurrence <= state.after, () => `${text(occurrence)} is not due`);
  const latest = all.filter((instant) => instant <= state.before).at(-1) ?? 0;
  demand(occurrence >= latest, () => `${text(occurrence)} ran, and ${text(latest)} is later`);
  const skipped = all.filter((instant) => instant > row.edited && instant < occurrence).length;
  demand(
    attempt.missedBefore === skipped,
    () => `${attempt.missedBefore} occurrences skipped, not ${skipped}`,
  );
  const end = schedule.endAt?.getTime() ?? Infinity;
  if (attempt.status === "missed") {
    demand(end <= state.after, () => "an occurrence was missed within the window");
    demand(all.at(-1) === occurrence, () => "another occurrence than the last was missed");
    return null;
  }
  demand(end > state.before, () => "an occurrence was planned after the end");
  return all.find((instant) => instant > occurrence) ?? null;
}

/** Occurrences one by one from an instant on, up to the first after another. */
function occurrencesFrom(schedule: Schedule, from: number, until: number): number[] {
  const found: number[] = [];
  let last = from - 1;
  while (last <= until) {
    const [following] = occurrencesAfter(schedule, new Date(last), 1);
    if (following === undefined) break;
    last = following.getTime();
    found.push(last);
  }
  return found;
}

/** Why an open attempt closes before its end. */
function checkClosing(
  mailing: MailingModel,
  row: MailingRow,
  { before, after }: { before: Look; after: Look },
  said: Said,
): void {
  for (const attempt of after.attempts.values()) {
    if (attempt.mailing !== mailing.id || attempt.closing === null) continue;
    if ((before.attempts.get(attempt.id)?.closing ?? null) !== null) continue;
    const over =
      attempt.kind === "scheduled" && row.end !== null && row.end <= after.now && said.engine === true;
    const allowed =
      attempt.closing === "over" || attempt.closing === "missed"
        ? over
        : said.closing?.includes(attempt.closing) === true;
    demand(allowed, () => `an attempt closes as ${attempt.closing ?? ""} without a reason`);
  }
  if (said.released?.includes(mailing.id) !== true || isHeld(row)) return;
  const open = openAttemptOf(before, mailing.id);
  const next = row.next;
  if (open === null || open.closing !== null || next === null) return;
  const closing = mustHave(after.attempts, open.id).closing;
  if (next <= before.now)
    demand(closing === "superseded", () => "the remainder goes on though a later occurrence is due");
  if (next > after.now)
    demand(closing === null, () => "the remainder was closed though no later occurrence is due");
}

/** After a complete pass nothing that was due before it waits. */
function checkPlanned(old: MailingRow, row: MailingRow, { before }: { before: Look; after: Look }): void {
  const over = old.end !== null && old.end <= before.now;
  const due = old.next !== null && old.next <= before.now && (over || !isHeld(old)) && !old.archived;
  if (!due || openAttemptOf(before, old.id) !== null) return;
  demand(row.next !== old.next, () => `${text(old.next)} was due and was not planned`);
}

function text(instant: number | null): string {
  return instant === null ? "none" : new Date(instant).toISOString();
}
