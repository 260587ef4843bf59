"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { done } from "@/lib/commands/result";
import {
  addToList,
  createRecipient,
  deleteRecipients,
  removeFromList,
  updateRecipient,
} from "@/lib/recipients/commands";
import { mailingsOfRecipients } from "@/lib/recipients/mailings-of";
import { recipientInput, tickedInput, tickedToListInput } from "@/lib/recipients/schema";

export const addRecipient = action({
  input: recipientInput,
  run: (user, input) => createRecipient(user, input),
  then: ({ id }) => `/recipients/${id}`,
});

export const editRecipient = action({
  bound: z.object({ id: z.uuid(), version: z.number().int() }),
  input: recipientInput,
  run: (user, input, { bound }) => updateRecipient(user, bound, input),
  then: ({ id }) => `/recipients/${id}`,
});

export const deleteRecipient = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => deleteRecipients(user, [bound]),
  then: () => "/recipients",
});

export const deleteTicked = action({
  input: tickedInput,
  run: (user, { ids }) => deleteRecipients(user, ids),
});

export const addTickedToList = action({
  input: tickedToListInput,
  run: (user, { ids, list }) => addToList(user, list, ids),
});

export const removeTickedFromList = action({
  bound: z.uuid(),
  input: tickedInput,
  run: (user, { ids }, { bound }) => removeFromList(user, bound, ids),
});

/** Which mailings the deletion of ticked recipients concerns; changes nothing. */
export const mailingsOfTicked = action({
  input: tickedInput,
  run: async (user, { ids }) => done(await mailingsOfRecipients(user, ids)),
  silent: true,
});
