"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { retryRejected as retry } from "@/lib/attempts/retry";
import { sendAgain, treatAsAccepted as treat } from "@/lib/attempts/uncertain";
import { chosenUncertainInput, sendAgainInput } from "@/lib/attempts/uncertain-input";

/** Tries what a run's provider refused again, as a run of its own. */
export const retryRejected = action({
  bound: z.uuid(),
  input: z.object({ startId: z.uuid() }),
  run: (user, { startId }, { bound }) => retry(user, { attemptId: bound, startId }),
  then: ({ attemptId }) => `/attempts/${attemptId}`,
});

/** Closes emails of unknown outcome as accepted: nothing is sent. */
export const treatAsAccepted = action({
  bound: z.uuid(),
  input: chosenUncertainInput,
  run: (user, { chosen }, { bound }) => treat(user, bound, chosen),
});

/** Sends emails of unknown outcome again, as a run of its own. */
export const sendUncertainAgain = action({
  bound: z.uuid(),
  input: sendAgainInput,
  run: (user, input, { bound }) => sendAgain(user, { attemptId: bound, ...input }),
  then: ({ attemptId }) => `/attempts/${attemptId}`,
});
