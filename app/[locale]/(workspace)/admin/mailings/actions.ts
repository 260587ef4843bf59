"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { reasonInput } from "@/lib/actions/schema";
import { liftStop as lift, stopMailing as stop } from "@/lib/mailings/commands";

const mailingId = z.uuid();

/** Stops anybody's mailing. */
export const stopMailing = action({
  bound: mailingId,
  input: reasonInput,
  run: (user, { reason }, { bound }) => stop(user, { mailingId: bound, reason }),
});

/** Lifts such a stop. */
export const liftStop = action({
  bound: mailingId,
  input: reasonInput,
  run: (user, { reason }, { bound }) => lift(user, { mailingId: bound, reason }),
});
