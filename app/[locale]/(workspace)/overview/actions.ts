"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { done } from "@/lib/commands/result";
import { noteOverviewSeen } from "@/lib/overview/visit";

/**
 * Notes that whoever is signed in has seen their overview as it was at an instant. Sent by the page once it is shown: a
 * page that is only prefetched takes no news away.
 */
export const noteSeen = action({
  input: z.object({ at: z.iso.datetime().transform((text) => new Date(text)) }),
  silent: true,
  run: async (user, { at }) => {
    await noteOverviewSeen(user, at);
    return done(null);
  },
});
