import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { fixedAnswer, type Course } from "./provider-faults";
import { KeyMemory } from "./provider-keys";
import { parseMails, type BadAddresses, type MailDraft } from "./provider-mail";
import type { AcceptedBatch, ProviderMail } from "./provider-record";
import { jsonAnswer, type Answer } from "./provider-wire";

/** A request that may be taken. */
export interface Call {
  path: string;
  key: string | null;
  /** The account the API key stands for: another one knows nothing of this one's keys. */
  account: string;
  /** The mails as they came, not yet looked at. */
  body: readonly unknown[];
  bodyHash: string;
  /** Arrival, an instant of the provider's clock. */
  at: number;
  /** Aborted when the provider is reset: nothing may be taken after that. */
  era: AbortSignal;
}

/** What really happened to a call, and the true answer to it, before any fault spoils that. */
export interface Verdict {
  outcome: "accepted" | "replayed" | "refused";
  answer: Answer;
  taken: number;
}

type TakingCourse = Extract<Course, { takes: true }>;

/** The part of the provider that takes mail: keys, validation, record. */
export class Taking {
  readonly mails: ProviderMail[] = [];
  readonly #keys = new KeyMemory();
  readonly #badAddresses: BadAddresses = new Map();
  readonly #now: () => number;
  readonly #keepBodies: boolean;
  #listeners: ((batch: AcceptedBatch) => void | Promise<void>)[] = [];

  constructor(now: () => number, keepBodies: boolean) {
    this.#now = now;
    this.#keepBodies = keepBodies;
  }

  refuseAddress(address: string, message: string | undefined): void {
    this.#badAddresses.set(address.toLowerCase(), message);
  }

  listen(listener: (batch: AcceptedBatch) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  reset(): void {
    this.mails.length = 0;
    this.#keys.clear();
    this.#badAddresses.clear();
    this.#listeners = [];
  }

  /** Takes a call once for its key. Throws AbortError when the provider is reset while the call waits. */
  async take(call: Call, course: TakingCourse): Promise<Verdict> {
    if (call.key === null) return this.#takeNew(call, course, null);
    const name = JSON.stringify([call.account, call.key]);
    const known = this.#keys.begin(name, `${call.path} ${call.bodyHash}`, call.at);
    switch (known.found) {
      case "answer":
        return { outcome: "replayed", answer: known.answer, taken: 0 };
      case "running":
        return refused(fixedAnswer("concurrent"));
      case "other_body":
        return refused(fixedAnswer("other_body"));
      case "nothing":
        return this.#takeNew(call, course, name);
    }
  }

  async #takeNew(call: Call, course: TakingCourse, keyName: string | null): Promise<Verdict> {
    if (course.waitMs > 0) await wait(course.waitMs, undefined, { signal: call.era });
    const parsed = parseMails(call.body, this.#badAddresses);
    if ("refusal" in parsed) {
      if (keyName !== null) this.#keys.forget(keyName);
      return refused(parsed.refusal);
    }

    const mails = this.#record(parsed.mails, call.key);
    const ids = mails.map(({ id }) => ({ id }));
    const answer = jsonAnswer(200, call.path === "/emails" ? ids[0] : { data: ids });
    try {
      for (const listener of this.#listeners) await listener({ key: call.key, mails });
    } finally {
      // Mails that were taken stay taken, whatever a listener throws. Never after a reset: the key is the next era's.
      if (keyName !== null && !call.era.aborted) this.#keys.remember(keyName, course.lasting(answer));
    }
    return { outcome: "accepted", answer: course.lasting(answer), taken: mails.length };
  }

  #record(drafts: readonly MailDraft[], key: string | null): ProviderMail[] {
    const acceptedAt = this.#now();
    const mails = drafts.map((draft): ProviderMail => ({
      id: randomUUID(),
      key,
      to: draft.to,
      subject: draft.subject,
      from: draft.from,
      headers: draft.headers,
      tags: draft.tags,
      acceptedAt,
      ...(this.#keepBodies && { html: draft.html, text: draft.text }),
    }));
    this.mails.push(...mails);
    return mails;
  }
}

function refused(answer: Answer): Verdict {
  return { outcome: "refused", answer, taken: 0 };
}
