"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { reasonInput } from "@/lib/actions/schema";
import { liftEverywhere } from "@/lib/suppressions/lift";
import { suppressByHand } from "@/lib/suppressions/manual";
import { suppressionInput } from "@/lib/suppressions/schema";

export const suppress = action({
  input: suppressionInput,
  run: (user, input) => suppressByHand(user, input),
});

export const lift = action({
  bound: z.uuid(),
  input: reasonInput,
  run: (user, { reason }, { bound }) => liftEverywhere(user, bound, reason),
});
