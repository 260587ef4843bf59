import { sameFor, type Who } from "@/tests/support/everyone";

/** Somebody's things, made anew for every call. */
export interface Target {
  ownerId: string;
  mailingId: string;
  /** The message of that mailing. */
  messageId: string;
  /** What its owner has typed in it and not saved; its id is its page's too. */
  draftId: string;
  /** What it was before. */
  versionId: string;
  /** An article of the owner's, who may write none with their role: a draft that has its text. */
  postId: string;
  /** Of the mailing's audience, with a list that they are in and a suppression. */
  listId: string;
  recipientId: string;
  /** `updatedAt` in milliseconds. */
  recipientVersion: number;
  suppressionId: string;
  /** A field of theirs, which no message uses. */
  fieldId: string;
  /** A job of theirs that nobody runs. */
  jobId: string;
}

/** What an action answers that did nothing. */
export function refusal(code: string): unknown {
  return { status: "refused", code };
}

export const isDone = { status: "done" };

export type Action = (...args: never[]) => unknown;

export interface Line {
  /** What a browser would send, each argument as the action takes it. */
  args: (target: Target) => unknown[];
  /** What comes of it, as far as it matters; where it leads to as `{ redirect }`. */
  answers: Record<Who, unknown>;
  /** For whom it may change something, and whose things those are. */
  changes: Partial<
    Record<Who, "the target's" | "their own" | "anything new" | "an article" | "recipients of their own">
  >;
}

/** Only the owner, with a role that owns any: for everybody else it is not there. */
export function ownersOnly(args: Line["args"], done: unknown = isDone): Line {
  const answers = {
    ...sameFor(refusal("not_found")),
    visitor: refusal("signed_out"),
    blocked: refusal("signed_out"),
    owner: done,
  };
  return { args, answers, changes: { owner: "the target's" } };
}

/** What only those do who own messages: whoever owns none is told so, and another's is not there. */
export function ownersOfMessages(
  args: Line["args"],
  { owner, others, changes = {} }: { owner: unknown; others: unknown; changes?: Line["changes"] },
): Line {
  const answers: Line["answers"] = {
    ...{ visitor: refusal("signed_out"), blocked: refusal("signed_out") },
    ...{ manager: refusal("forbidden"), "content manager": refusal("forbidden") },
    ...{ owner, "other user": others, admin: others },
  };
  return { args, answers, changes };
}

/** Of somebody's recipients: to others whose role owns any they are not there, and to other roles it is refused. */
export function recipientsOwner(args: Line["args"], done: unknown = isDone): Line {
  const answers = {
    ...sameFor(refusal("not_found")),
    visitor: refusal("signed_out"),
    blocked: refusal("signed_out"),
    manager: refusal("forbidden"),
    "content manager": refusal("forbidden"),
    owner: done,
  };
  return { args, answers, changes: { owner: "the target's" } };
}

/** Makes something among one's own recipients, for whoever has a role that owns any. */
export function ownRecipients(args: Line["args"], done: unknown = isDone): Line {
  const answers = {
    ...sameFor(done),
    visitor: refusal("signed_out"),
    blocked: refusal("signed_out"),
    manager: refusal("forbidden"),
    "content manager": refusal("forbidden"),
  };
  const made = "recipients of their own" as const;
  return { args, answers, changes: { owner: made, "other user": made, admin: made } };
}

/** Only those who watch over others: for everybody else nobody and nothing is there. */
export function watchersOnly(args: Line["args"], watchers: Who[]): Line {
  const signedOut = refusal("signed_out");
  const answers: Line["answers"] = {
    ...sameFor(refusal("not_found")),
    visitor: signedOut,
    blocked: signedOut,
  };
  const changes: Line["changes"] = {};
  for (const who of watchers) {
    answers[who] = isDone;
    changes[who] = "the target's";
  }
  return { args, answers, changes };
}

/** Everybody's own account: it takes no id, so it reaches nobody else's. */
export function ownAccount(args: unknown[], done: unknown, visitor: unknown): Line {
  const own = "their own" as const;
  return {
    args: () => args,
    answers: { ...sameFor(done), visitor, blocked: visitor },
    changes: { owner: own, "other user": own, manager: own, "content manager": own, admin: own },
  };
}

/**
 * Only those who write the articles, whoever began one: to everybody else it is refused, and whose session is over is
 * told so, as they may have been writing for an hour.
 */
export function writersOnly(
  args: Line["args"],
  { done, changes }: { done: unknown; changes?: "the target's" | "an article" },
): Line {
  const answers = {
    ...sameFor(refusal("forbidden")),
    visitor: refusal("signed_out"),
    blocked: refusal("signed_out"),
    "content manager": done,
    admin: done,
  };
  return { args, answers, changes: changes ? { "content manager": changes, admin: changes } : {} };
}

/** Needs no session, so it makes no difference who asks: a link or an address decides. */
export function sameForAll(args: Line["args"], answer: unknown, changes?: "anything new"): Line {
  return {
    args,
    answers: sameFor(answer),
    changes: changes === undefined ? {} : { ...sameFor(changes) },
  };
}
