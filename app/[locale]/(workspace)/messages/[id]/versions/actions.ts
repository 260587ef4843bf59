"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { bringBackVersion as bringBack } from "@/lib/messages/versions";

/** Saves an earlier version once more, over the one that the page has shown as the present. */
export const bringBackVersion = action({
  bound: z.object({ messageId: z.uuid(), versionId: z.uuid(), version: z.number().int() }),
  input: nothing,
  run: (user, _input, { bound }) => bringBack(user, bound),
  then: ({ messageId }) => `/messages/${messageId}/versions`,
});
