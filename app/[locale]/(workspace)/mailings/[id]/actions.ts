"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing, ticked } from "@/lib/actions/schema";
import {
  finishMailing as finish,
  pauseMailing as pause,
  resumeMailing as resume,
  startByHand,
} from "@/lib/mailings/commands";

const mailingId = z.uuid();
const instant = z.iso.datetime().transform((text) => new Date(text));

/** Starts a mailing by hand. The first request leaves as soon as this has answered. */
export const startMailing = action({
  bound: mailingId,
  input: z.object({ startId: z.uuid(), keepScheduled: ticked, inPlaceOf: instant.optional() }),
  run: (user, input, { bound }) => startByHand(user, { mailingId: bound, ...input }),
});

export const pauseMailing = action({
  bound: mailingId,
  input: nothing,
  run: (user, _input, { bound }) => pause(user, bound),
});

export const resumeMailing = action({
  bound: mailingId,
  input: nothing,
  run: (user, _input, { bound }) => resume(user, bound),
});

export const finishMailing = action({
  bound: mailingId,
  input: nothing,
  run: (user, _input, { bound }) => finish(user, bound),
});
