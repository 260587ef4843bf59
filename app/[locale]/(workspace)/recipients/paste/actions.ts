"use server";

import { action } from "@/lib/actions/action";
import { previewPaste, savePaste } from "@/lib/recipients/paste-commands";
import { pasteInput, pasteText } from "@/lib/recipients/schema";

/** What a pasted text would do; changes nothing. */
export const checkPaste = action({
  input: pasteText,
  run: (user, { text }) => previewPaste(user, text),
  silent: true,
});

export const addPasted = action({
  input: pasteInput,
  run: (user, input) => savePaste(user, input),
});
