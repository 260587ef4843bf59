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
import { previewDraft } from "@/lib/messages/preview";
import { readerBeginning } from "@/lib/messages/queries";
import { sentDraft, sentMessage, testAddresses } from "@/lib/messages/schema";
import { sendSavedTest, sendTest } from "@/lib/messages/send-test";

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

/** Creates a message under the id that its form was issued with. */
export const createMessage = action({
  input: z.intersection(z.object({ messageId }), sentMessage),
  run: (user, { messageId: id, ...input }) => create(user, id, input),
});

/** Saves a message over the version that its form has seen. */
export const editMessage = action({
  bound: messageId,
  input: z.intersection(z.object({ version: z.coerce.number().int() }), sentMessage),
  run: (user, { version, ...input }, { bound }) => edit(user, { messageId: bound, version }, input),
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
