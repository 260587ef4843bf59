"use server";

import { visitorAction } from "@/lib/actions/action";
import { callerAddress } from "@/lib/auth/caller-address";
import { mailOutcome } from "@/lib/auth/outcome";
import { askForReset } from "@/lib/auth/reset-password";
import { mailWishSchema } from "@/lib/auth/schema";

/** Sends the link by which a password is set anew; the answer is the same for an address without an account. */
export const requestPasswordReset = visitorAction({
  input: mailWishSchema,
  async run(_visitor, { email }, { locale }) {
    return mailOutcome(email, await askForReset({ email, language: locale }, await callerAddress()));
  },
});
