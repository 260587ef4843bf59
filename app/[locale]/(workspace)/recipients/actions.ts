"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { eraseRecipient as erase } from "@/lib/erasing/commands";
import { chooseColumns } from "@/lib/recipients/columns";
import {
  addToList,
  createRecipient,
  deleteRecipients,
  removeFromList,
  suppressRecipients,
  updateRecipient,
} from "@/lib/recipients/commands";
import { mailingsOfChosen } from "@/lib/recipients/mailings-of";
import { chosenInput, chosenToListInput, chosenToSuppressInput } from "@/lib/recipients/chosen-input";
import { agreedAgain, columnsInput, recipientChangeInput, recipientInput } from "@/lib/recipients/schema";

export const addRecipient = action({
  input: recipientInput.extend(agreedAgain),
  run: (user, input) => createRecipient(user, input),
  then: ({ id }) => `/recipients/${id}`,
});

export const editRecipient = action({
  bound: z.object({
    id: z.uuid(),
    version: z
      .number()
      .int()
      .min(0)
      .max(Date.UTC(9999, 11, 31)),
  }),
  input: recipientChangeInput.extend(agreedAgain),
  run: (user, input, { bound }) => updateRecipient(user, bound, input),
  then: ({ id }) => `/recipients/${id}`,
});

export const deleteRecipient = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => deleteRecipients(user, { ids: [bound] }),
  then: () => "/recipients",
});

export const eraseRecipient = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => erase(user, bound),
  then: () => "/recipients",
});

export const deleteTicked = action({
  input: chosenInput,
  run: (user, chosen) => deleteRecipients(user, chosen),
});

export const addTickedToList = action({
  input: chosenToListInput,
  run: (user, { chosen, target }) => addToList(user, target, chosen),
});

export const suppressTicked = action({
  input: chosenToSuppressInput,
  run: (user, { chosen, note }) => suppressRecipients(user, note, chosen),
});

export const removeTickedFromList = action({
  bound: z.uuid(),
  input: chosenInput,
  run: (user, chosen, { bound }) => removeFromList(user, bound, chosen),
});

export const saveColumns = action({
  input: columnsInput,
  run: (user, input) => chooseColumns(user, input),
});

/** Which mailings the deletion of chosen recipients concerns; changes nothing. */
export const mailingsOfTicked = action({
  input: chosenInput,
  run: (user, chosen) => mailingsOfChosen(user, chosen),
  silent: true,
});
