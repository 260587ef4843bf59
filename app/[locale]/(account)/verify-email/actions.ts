"use server";

import { z } from "zod";
import { visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { callerAddress } from "@/lib/auth/caller-address";
import { confirmEmail as confirmByToken } from "@/lib/auth/confirm-email";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { accountRefusal } from "@/lib/auth/outcome";
import { done, refused } from "@/lib/commands/result";

/** Uses the mailed link up and leads to sign-in. */
export const confirmEmail = visitorAction({
  bound: z.string(),
  input: nothing,
  async run(_visitor, _input, { bound: token }) {
    const taken = await takeLinkTry(await callerAddress());
    if (!taken.ok) return accountRefusal({ code: "too_many", ...taken });
    return (await confirmByToken(token)) ? done(null) : refused("link_gone");
  },
  then: () => "/login?notice=confirmed",
});
