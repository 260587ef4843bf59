"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { done } from "@/lib/commands/result";
import * as options from "@/lib/mailings/form-options";
import { removeMailing } from "@/lib/mailings/remove";
import { createFromForm, editFromForm, forecastForm } from "@/lib/mailings/save-form";
import { shownMessage } from "@/lib/mailings/shown-message";
import { draftForm, mailingForm } from "@/lib/mailings/schema";

/** The id comes with the form, so that a form that comes in twice makes one mailing. */
export const createMailing = action({
  bound: z.uuid(),
  input: mailingForm,
  run: (user, form, { bound }) => createFromForm(user, bound, form),
  then: ({ mailingId }) => `/mailings/${mailingId}`,
});

export const editMailing = action({
  bound: z.object({ id: z.uuid(), version: z.string().max(40) }),
  input: mailingForm,
  run: (user, form, { bound }) => editFromForm(user, bound, form),
  then: ({ mailingId }) => `/mailings/${mailingId}`,
});

export const deleteMailing = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => removeMailing(user, bound),
  then: (what) => `/mailings?done=${what}`,
});

/** Bound to the mailing that is edited, null for a new one. */
export const forecastMailing = action({
  bound: z.uuid().nullable(),
  input: draftForm,
  run: async (user, form, { bound }) => done(await forecastForm(user, bound, form)),
  silent: true,
});

/** One's own message as a recipient will see it. */
export const showMessage = action({
  input: z.object({ messageId: z.uuid() }),
  run: (user, { messageId }) => shownMessage(user, messageId),
  silent: true,
});

const searchInput = z.object({
  search: z
    .string()
    .max(320)
    .regex(/^[^\0]*$/),
});

export const findRecipients = action({
  input: searchInput,
  run: async (user, { search }) => done(await options.findRecipients(user, search)),
  silent: true,
});

export const findMessages = action({
  input: searchInput,
  run: async (user, { search }) => done(await options.findMessages(user, search)),
  silent: true,
});

export const findLists = action({
  input: searchInput,
  run: async (user, { search }) => done(await options.findLists(user, search)),
  silent: true,
});
