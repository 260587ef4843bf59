"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { clientAddress } from "@/lib/auth/client-address";
import { refused } from "@/lib/commands/result";
import { env } from "@/lib/env";
import { takeInvalidLink } from "@/lib/suppressions/invalid-links";
import { unsubscribe as unsubscribeAddress } from "@/lib/suppressions/commands";

/** Takes the address of an email's link off its owner's mailings. Needs no session: the token proves the email. */
export const unsubscribe = visitorAction({
  bound: z.string(),
  input: nothing,
  run: async (_visitor, _input, { bound: token }) => {
    const result = await unsubscribeAddress(token);
    if (result.ok) return result;
    const taken = await takeInvalidLink(clientAddress(await headers(), env().TRUSTED_PROXIES));
    if (taken.ok) return result;
    return refused("too_many", { values: { minutes: Math.ceil(taken.retryAfterSeconds / 60) } });
  },
});
