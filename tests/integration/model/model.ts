import { KEY_LIFETIME } from "@/lib/sending/settings";
import type { Schedule } from "@/lib/mailings/schedule";
import type { ClosingReason } from "@/lib/mailings/status";
import {
  isHeld,
  isOpen,
  mustHave,
  openAttemptOf,
  type Look,
  type MailingRow,
} from "@/tests/integration/model/look";
import type { User } from "@/tests/support/world";

/** What the model knows of an owner: the people that could be written to, and why not. */
export interface OwnerModel {
  user: User;
  messageId: string;
  subject: string;
  blocked: boolean;
  /** Address by recipient id. */
  recipients: Map<string, string>;
  /** Recipient ids by list id. */
  lists: Map<string, Set<string>>;
  suppressed: Set<string>;
  /** Every address that was ever suppressed, every recipient ever deleted: the only causes for skipping. */
  everSuppressed: Set<string>;
  everDeleted: Set<string>;
}

export interface MailingModel {
  id: string;
  owner: OwnerModel;
  schedule: Schedule;
  listIds: string[];
  recipientIds: string[];
  paused: boolean;
  stopped: boolean;
  archived: boolean;
  /** Attempt by start id. */
  starts: Map<string, string>;
}

/** Whom an attempt that is being planned may find: in the audience at some time, and all the time. */
export interface PlanningModel {
  ever: Set<string>;
  always: Set<string>;
}

export interface Model {
  owners: OwnerModel[];
  mailings: MailingModel[];
  /** Addresses that the provider refuses. */
  bad: Set<string>;
  /** The provider has answered 413 in this sequence, so any single mail may be refused as too large. */
  tooLarge: boolean;
  /** Highest rank of news by delivery. */
  fates: Map<string, number>;
  planning: Map<string, PlanningModel>;
  /** Audience of each mailing as it was at the last look. */
  audiences: Map<string, Set<string>>;
  /** Workers that stand still between two steps. */
  sleeping: number;
  /** Mails that the provider has taken. */
  mails: number;
  /** Requests that had reached the provider at the last look. */
  requests: number;
  /** How the ledger looked after the command before. */
  seen: Look;
}

/** What a command says it has done, so that the ledger's change can be judged. */
export interface Said {
  /** New `nextRunAt` of a mailing, set by a person. */
  next?: Map<string, Date | null>;
  /** A person has edited this mailing's schedule, or ended it. */
  edited?: string;
  ended?: string;
  /** Closing reasons that a person may have brought about. */
  closing?: ClosingReason[];
  /** The batch that a woken machine believes to hold, and whose claim it has lost. */
  lost?: { batchId: string; requested: boolean };
  /** A delivery that the provider itself has spoken of. */
  proved?: string;
  /** Mailings a hold of which was lifted. */
  released?: string[];
  /** The batch that was marked, or frozen, before this command and whose request may have gone out in it. */
  marked?: string;
  frozen?: string;
  /** Protection may have been lifted. */
  unprotected?: string;
  /** A complete pass, by one worker, that nothing disturbed: nothing due may be left unplanned. */
  complete?: boolean;
  /** A complete sweep: statuses are as they should be. */
  swept?: boolean;
  /** The engine may report faults: its connections were cut. */
  faulty?: boolean;
  /** Work of the engine. */
  engine?: boolean;
}

export function audienceOf(mailing: MailingModel): Set<string> {
  const { owner } = mailing;
  const members = mailing.listIds.flatMap((id) => [...mustHave(owner.lists, id)]);
  return new Set([...members, ...mailing.recipientIds].filter((id) => owner.recipients.has(id)));
}

/** Whether a worker would find a batch to claim. */
export function hasWork({ seen }: Readonly<Model>): boolean {
  if (seen.shutUntil !== null && seen.shutUntil > seen.now) return false;
  return [...seen.batches.values()].some((batch) => {
    const attempt = mustHave(seen.attempts, batch.attempt);
    const held = isHeld(mustHave(seen.mailings, attempt.mailing));
    const free = batch.status === "pending" && batch.available <= seen.now;
    return free && attempt.status === "sending" && attempt.closing === null && !held;
  });
}

/** Whether a lease has ended, or an outcome can no longer be asked for. */
export function hasDead({ seen }: Readonly<Model>): boolean {
  return [...seen.batches.values()].some(({ status, lease, unknownAt }) => {
    const given = unknownAt !== null && unknownAt <= seen.now - KEY_LIFETIME;
    return status !== "closed" && (given || (lease !== null && lease <= seen.now));
  });
}

/** Whether a tick would find anything to look at: an attempt that is open, or a mailing that is due, held or not. */
export function isBusy({ seen }: Readonly<Model>): boolean {
  return [...seen.mailings.values()].some(isDue(seen)) || [...seen.attempts.values()].some(isOpen);
}

/** Whether there is an attempt that may be planned on. */
export function isPlanning({ seen }: Readonly<Model>): boolean {
  return [...seen.attempts.values()].some(
    ({ status, mailing }) => status === "planning" && !isHeld(mustHave(seen.mailings, mailing)),
  );
}

/** Whether a mailing that nothing holds, without an open attempt, is due. */
export function hasDue({ seen }: Readonly<Model>): boolean {
  const due = [...seen.mailings.values()].filter(isDue(seen));
  return due.some((row) => !isHeld(row) && openAttemptOf(seen, row.id) === null);
}

function isDue({ now }: Look): (row: MailingRow) => boolean {
  return ({ next }) => next !== null && next <= now;
}

export function mailingNumber(model: Readonly<Model>, n: number): MailingModel {
  const found = model.mailings[n % model.mailings.length];
  if (found === undefined) throw new Error("no mailing yet");
  return found;
}

export function ownerNumber(model: Readonly<Model>, n: number): OwnerModel {
  const found = model.owners[n % model.owners.length];
  if (found === undefined) throw new Error("no owner");
  return found;
}

export function itemNumber<T>(items: Iterable<T>, n: number): T | null {
  const all = [...items];
  return all.length === 0 ? null : (all[n % all.length] ?? null);
}
