import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { ownersOnly, refusal, type Line } from "@/tests/integration/rights/lines";
import { sameFor } from "@/tests/support/everyone";

const idle = { status: "idle" };
const signedOut = { visitor: refusal("signed_out"), blocked: refusal("signed_out") };

/** Who makes, changes, deletes and forecasts mailings, and who tries again what was rejected. */
export const mailingLines: Record<string, Line> = {
  // With a message that nobody has, so whoever may own mailings is shown that field.
  "/mailings createMailing": {
    args: () => [randomUUID(), idle, mailing()],
    answers: {
      ...sameFor({ status: "refused", code: "invalid", faults: { messageId: "message_unknown" } }),
      ...signedOut,
      manager: refusal("forbidden"),
      "content manager": refusal("forbidden"),
    },
    changes: {},
  },
  // Of a version that nobody has seen.
  "/mailings editMailing": {
    ...ownersOnly(
      ({ mailingId }) => [{ id: mailingId, version: "1" }, idle, mailing()],
      refusal("changed_meanwhile"),
    ),
    changes: {},
  },
  "/mailings deleteMailing": ownersOnly(({ mailingId }) => [mailingId, idle, new FormData()], {
    redirect: expect.stringMatching(/^\/mailings\?done=(deleted|archived)$/) as string,
  }),
  // Of somebody's mailing: for others it is a new draft, for who may own none nothing.
  "/mailings forecastMailing": {
    args: ({ mailingId }) => [mailingId, idle, mailing()],
    answers: {
      ...sameFor({ status: "done", value: { receive: 0, held: false } }),
      ...signedOut,
      manager: { status: "done", value: null },
      "content manager": { status: "done", value: null },
    },
    changes: {},
  },
  "/mailings findRecipients": {
    args: () => [idle, form({ search: "nobody@nowhere" })],
    answers: { ...sameFor({ status: "done", value: [] }), ...signedOut },
    changes: {},
  },
  "/mailings findMessages": {
    args: () => [idle, form({ search: "nobody@nowhere" })],
    answers: { ...sameFor({ status: "done", value: [] }), ...signedOut },
    changes: {},
  },
  "/mailings findLists": {
    args: () => [idle, form({ search: "nobody@nowhere" })],
    answers: { ...sameFor({ status: "done", value: [] }), ...signedOut },
    changes: {},
  },
  // tests/integration/mailings/shown-message.test.ts asks for one that there is.
  "/mailings showMessage": {
    args: () => [idle, form({ messageId: randomUUID() })],
    answers: { ...sameFor(refusal("not_found")), ...signedOut },
    changes: {},
  },
  // There is no such attempt; tests/integration/attempts/retry.test.ts asks about one that there is.
  "/attempts retryRejected": {
    args: () => [randomUUID(), idle, form({ startId: randomUUID() })],
    answers: { ...sameFor(refusal("not_found")), ...signedOut },
    changes: {},
  },
  // The same; tests/integration/attempts/uncertain.test.ts asks about one that there is.
  "/attempts treatAsAccepted": {
    args: () => [randomUUID(), idle, form({ all: "yes" })],
    answers: { ...sameFor(refusal("not_found")), ...signedOut },
    changes: {},
  },
  "/attempts sendUncertainAgain": {
    args: () => [randomUUID(), idle, form({ all: "yes", startId: randomUUID() })],
    answers: { ...sameFor(refusal("not_found")), ...signedOut },
    changes: {},
  },
};

function mailing(): FormData {
  const ids = { messageId: randomUUID(), recipientIds: randomUUID() };
  const times = { when: "at", startLocal: "2090-01-01T09:00", period: "once", timeZone: "UTC", endLocal: "" };
  return form({ name: "News", ...ids, ...times });
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
