import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { idle } from "@/lib/actions/state";
import { isDone, ownersOfMessages, ownersOnly, refusal, type Line } from "@/tests/integration/rights/lines";

const anything = "anything new" as const;

const draft = () => ({ draftId: randomUUID(), writer: randomUUID() });

/** What is done with messages. */
export const messageLines: Record<string, Line> = {
  // With the id of a message, it is saved over a version that nobody has seen.
  "/messages saveMessage": ownersOfMessages(
    ({ messageId }) => [idle, message({ messageId, version: "1", ...draft() })],
    { owner: refusal("changed_meanwhile"), others: refusal("not_found") },
  ),
  "/messages keepDraft": ownersOfMessages(
    ({ messageId }) => [idle, message({ messageId, version: "1", ...draft() })],
    { owner: isDone, others: refusal("not_found"), changes: { owner: "the target's" } },
  ),
  "/messages discardDraft": ownersOfMessages(({ draftId }) => [idle, form({ draftId, writer: draftId })], {
    ...{ owner: isDone, others: isDone },
    changes: { owner: "the target's" },
  }),
  "/messages messageSavedElsewhere": {
    ...ownersOnly(({ messageId }) => [idle, form({ messageId })]),
    changes: {},
  },
  "/messages setAsideText": ownersOfMessages(({ messageId }) => [idle, message({ messageId })], {
    ...{ owner: isDone, others: refusal("not_found") },
    changes: { owner: "the target's" },
  }),
  "/messages duplicateMessage": ownersOfMessages(
    ({ messageId }) => [{ messageId, copyId: randomUUID() }, idle, form({})],
    {
      owner: { redirect: expect.stringMatching(/^\/messages\/[0-9a-f-]{36}\/edit$/) as string },
      others: refusal("not_found"),
      changes: { owner: anything },
    },
  ),
  // Nobody has seen the present that it names.
  "/messages/[id]/versions bringBackVersion": ownersOfMessages(
    ({ messageId, versionId }) => [{ messageId, versionId, version: 1 }, idle, form({})],
    { owner: refusal("changed_meanwhile"), others: refusal("not_found") },
  ),
  // A mailing uses it.
  "/messages deleteMessage": ownersOfMessages(({ messageId }) => [messageId, idle, form({})], {
    ...{ owner: refusal("message_in_use"), others: refusal("not_found") },
  }),
  "/messages previewMessage": ownersOfMessages(() => [idle, message()], { owner: isDone, others: isDone }),
  "/messages testMessage": ownersOfMessages(() => [idle, message()], { owner: isDone, others: isDone }),
  "/messages testSavedMessage": {
    ...ownersOnly(({ messageId }) => [messageId, idle, form({})]),
    changes: {},
  },
};

function message(more: Record<string, string> = {}): FormData {
  return form({ subject: "News", preheader: "", format: "markdown", source: "Hello", text: "", ...more });
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
