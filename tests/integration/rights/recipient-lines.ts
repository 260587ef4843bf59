import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { ownRecipients, recipientsOwner, refusal, type Line } from "@/tests/integration/rights/lines";
import { sameFor } from "@/tests/support/everyone";
import { formOf as form } from "@/tests/support/form";

const idle = { status: "idle" };
const signedOut = refusal("signed_out");

/** The actions on recipients, lists and suppressions. */
export const recipientLines: Record<string, Line> = {
  "/recipients addRecipient": ownRecipients(() => [idle, recipient()], {
    redirect: expect.stringMatching(/^\/recipients\/[0-9a-f-]{36}$/) as string,
  }),
  "/recipients editRecipient": recipientsOwner(
    ({ recipientId, recipientVersion }) => [
      { id: recipientId, version: recipientVersion },
      idle,
      recipient(),
    ],
    { redirect: expect.stringMatching(/^\/recipients\//) as string },
  ),
  "/recipients deleteRecipient": recipientsOwner(({ recipientId }) => [recipientId, idle, form({})], {
    redirect: "/recipients",
  }),
  "/recipients eraseRecipient": recipientsOwner(({ recipientId }) => [recipientId, idle, form({})], {
    redirect: "/recipients",
  }),
  "/recipients deleteTicked": recipientsOwner(({ recipientId }) => [idle, form({ ids: recipientId })], {
    status: "done",
    value: { count: 1 },
  }),
  // They are in it.
  "/recipients addTickedToList": {
    args: ({ recipientId, listId }) => [idle, form({ ids: recipientId, list: listId })],
    answers: {
      ...sameFor({ status: "refused", code: "invalid", faults: { list: "list_gone" } }),
      ...{ visitor: signedOut, blocked: signedOut },
      ...{ manager: refusal("forbidden"), "content manager": refusal("forbidden") },
      owner: { status: "done", value: { count: 0 } },
    },
    changes: {},
  },
  // Nothing went to anybody of theirs.
  "/reports/deliveries putOnList": {
    args: ({ listId }) => [
      { days: { first: "2020-01-01", last: "2020-01-02", timeZone: "UTC" }, outcome: "unopened" },
      idle,
      form({ list: listId }),
    ],
    answers: {
      ...sameFor(refusal("not_found")),
      ...{ visitor: signedOut, blocked: signedOut },
      ...{ manager: refusal("forbidden"), "content manager": refusal("forbidden") },
    },
    changes: {},
  },
  "/recipients suppressTicked": recipientsOwner(({ recipientId }) => [
    idle,
    form({ ids: recipientId, note: "Moved away" }),
  ]),
  "/recipients/jobs pauseJob": recipientsOwner(({ jobId }) => [jobId, idle, form({})]),
  "/recipients/jobs cancelJob": recipientsOwner(({ jobId }) => [jobId, idle, form({})]),
  // It is no import.
  "/recipients/jobs/[id] answerStates": {
    ...recipientsOwner(
      ({ jobId }) => [{ id: jobId, answer: "suppress" }, idle, form({})],
      refusal("not_found"),
    ),
    changes: {},
  },
  // It is no import.
  "/recipients/jobs/[id] confirmImport": {
    ...recipientsOwner(({ jobId }) => [jobId, idle, form({})], refusal("not_found")),
    changes: {},
  },
  // It is no import.
  "/recipients/jobs/[id] mendRows": {
    ...recipientsOwner(
      ({ jobId }) => [jobId, idle, form({ "c2.0": "mended@mail.test" })],
      refusal("not_found"),
    ),
    changes: {},
  },
  // It asks nothing.
  "/recipients/jobs/[id] confirmSuppressing": {
    ...recipientsOwner(({ jobId }) => [jobId, idle, form({})], refusal("job_not_held")),
    changes: {},
  },
  // It is not paused, and has not ended.
  "/recipients/jobs resumeJob": {
    ...recipientsOwner(({ jobId }) => [jobId, idle, form({})], refusal("job_not_held")),
    changes: {},
  },
  "/recipients/jobs undoJob": {
    ...recipientsOwner(({ jobId }) => [jobId, idle, form({})], refusal("job_not_undoable")),
    changes: {},
  },
  "/recipients removeTickedFromList": recipientsOwner(({ recipientId, listId }) => [
    listId,
    idle,
    form({ ids: recipientId }),
  ]),
  "/recipients saveColumns": {
    ...ownRecipients(() => [idle, form({ columns: "name" })]),
    changes: { owner: "their own", "other user": "their own", admin: "their own" },
  },
  "/recipients mailingsOfTicked": {
    args: ({ recipientId }) => [idle, form({ ids: recipientId })],
    answers: {
      ...sameFor({ status: "done", value: { total: 0 } }),
      visitor: signedOut,
      blocked: signedOut,
      owner: { status: "done", value: { total: 1 } },
    },
    changes: {},
  },
  "/recipients/lists createList": ownRecipients(() => [idle, form({ name: randomUUID() })], {
    redirect: expect.stringMatching(/^\/recipients\/lists\//) as string,
  }),
  "/recipients/lists renameList": recipientsOwner(({ listId }) => [
    listId,
    idle,
    form({ name: "Another name" }),
  ]),
  "/recipients/lists deleteList": recipientsOwner(({ listId }) => [listId, idle, form({})], {
    redirect: "/recipients/lists",
  }),
  "/recipients/fields addField": ownRecipients(() => [idle, form({ name: "plan", label: "", type: "text" })]),
  "/recipients/fields renameField": recipientsOwner(({ fieldId }) => [
    fieldId,
    idle,
    form({ label: "Town" }),
  ]),
  "/recipients/fields retypeField": recipientsOwner(({ fieldId }) => [fieldId, idle, form({ type: "date" })]),
  "/recipients/fields removeField": recipientsOwner(({ fieldId }) => [fieldId, idle, form({})]),
  "/recipients/fields checkType": asked(({ fieldId }) => [fieldId, idle, form({ type: "date" })], {
    unfit: 0,
  }),
  "/recipients/fields usesOfField": asked(({ fieldId }) => [fieldId, idle, form({})], { total: 0 }),
  "/recipients/suppressions suppress": ownRecipients(() => [idle, form({ emails: freshEmail(), note: "" })]),
  "/recipients/suppressions lift": recipientsOwner(({ suppressionId }) => [
    suppressionId,
    idle,
    form({ reason: "They wrote to us" }),
  ]),
  "/recipients/paste checkPaste": {
    ...ownRecipients(() => [idle, form({ text: "vera@example.com" })]),
    changes: {},
  },
  "/recipients/paste addPasted": ownRecipients(() => [
    idle,
    form({ text: freshEmail(), list: "new", newList: randomUUID(), consent: "on" }),
  ]),
};

/** What changes nothing, and whoever does not own it is told that it is not there. */
function asked(args: Line["args"], value: unknown): Line {
  const answers = {
    ...sameFor(refusal("not_found")),
    ...{ visitor: signedOut, blocked: signedOut },
    owner: { status: "done", value },
  };
  return { args, answers, changes: {} };
}

/** An address that nobody has. */
function freshEmail(): string {
  return `${randomUUID()}@people.test`;
}

function recipient(): FormData {
  return form({ email: freshEmail(), name: "Vera", comment: "", fields: "[]" });
}
