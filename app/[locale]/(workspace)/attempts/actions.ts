"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { retryRejected as retry } from "@/lib/attempts/retry";

/** Tries what a run's provider refused again, as a run of its own. */
export const retryRejected = action({
  bound: z.uuid(),
  input: z.object({ startId: z.uuid() }),
  run: (user, { startId }, { bound }) => retry(user, { attemptId: bound, startId }),
  then: ({ attemptId }) => `/attempts/${attemptId}`,
});
