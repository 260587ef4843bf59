"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import {
  createMessage as create,
  deleteMessage as remove,
  duplicateMessage as duplicate,
  editMessage as edit,
} from "@/lib/messages/commands";
import { discardDraft as discard, keepDraft as keep } from "@/lib/messages/drafts";
import { previewDraft } from "@/lib/messages/preview";
import { readerBeginning } from "@/lib/messages/queries";
import {
  basedOn,
  savedDraft,
  sentDraft,
  sentMark,
  sentMessage,
  sentTyped,
  testAddresses,
  writtenMark,
} from "@/lib/messages/schema";
import { sendSavedTest, sendTest } from "@/lib/messages/send-test";
import { savedElsewhere } from "@/lib/messages/version-queries";
import { setAsideText as setAside } from "@/lib/messages/versions";

const messageId = z.uuid();
/** What the address of the recipient begins with for whom a preview or a test is made; "" for the newest. */
const reader = z.object({
  reader: z
    .string()
    .max(320)
    .regex(/^[^\0]*$/)
    .default(""),
});

const testTo = reader.extend({ to: testAddresses });

/** Creates a message under the id that its form was issued with, or saves it over the version that the form has seen. */
export const saveMessage = action({
  input: z.intersection(
    z.intersection(z.object({ messageId }), basedOn),
    z.intersection(savedDraft, sentMessage),
  ),
  run: (user, { messageId: id, version, draft, ...input }) =>
    version === null ? create(user, id, input, draft) : edit(user, { messageId: id, version }, input, draft),
});

/** Keeps what is typed beside the message. */
export const keepDraft = action({
  input: z.intersection(
    z.intersection(z.object({ messageId }), basedOn),
    z.intersection(writtenMark, sentTyped),
  ),
  run: (user, { messageId: id, version, mark, ...typed }) =>
    keep(user, { messageId: id, basedOn: version, mark }, typed),
  silent: true,
});

export const discardDraft = action({
  input: sentMark,
  run: (user, mark) => discard(user, mark),
  silent: true,
});

/** What was saved while somebody was writing. */
export const messageSavedElsewhere = action({
  input: z.object({ messageId }),
  run: (user, input) => savedElsewhere(user, input.messageId),
  silent: true,
});

/** Keeps among the versions what was typed, where its writer takes what was saved meanwhile. */
export const setAsideText = action({
  input: z.intersection(z.intersection(z.object({ messageId }), savedDraft), sentMessage),
  run: (user, { messageId: id, draft, ...input }) => setAside(user, id, input, draft),
  silent: true,
});

export const duplicateMessage = action({
  bound: z.object({ messageId, copyId: z.uuid() }),
  input: nothing,
  run: (user, _input, { bound }) => duplicate(user, bound.messageId, bound.copyId),
  then: (copy) => `/messages/${copy.messageId}/edit`,
});

export const deleteMessage = action({
  bound: messageId,
  input: nothing,
  run: (user, _input, { bound }) => remove(user, bound),
  then: () => "/messages",
});

/** A draft as it would reach a recipient. */
export const previewMessage = action({
  input: z.intersection(reader, sentDraft),
  run: async (user, { reader: begin, ...input }) =>
    previewDraft(user, input, await readerBeginning(user, user.id, begin)),
  silent: true,
});

/** Sends a draft to its writer, or to addresses of the writer's choice. */
export const testMessage = action({
  input: z.intersection(testTo, sentMessage),
  run: async (user, { reader: begin, to, ...input }) =>
    sendTest(user, input, await readerBeginning(user, user.id, begin), to),
  silent: true,
});

/** The same of a saved message. */
export const testSavedMessage = action({
  bound: messageId,
  input: testTo,
  run: (user, input, { bound }) => sendSavedTest(user, bound, input.reader, input.to),
  silent: true,
});
