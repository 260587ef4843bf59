"use server";

import { visitorAction } from "@/lib/actions/action";
import { callerAddress } from "@/lib/auth/caller-address";
import { sendConfirmationAgain } from "@/lib/auth/confirm-email";
import { mailOutcome } from "@/lib/auth/outcome";
import { register as registerAccount } from "@/lib/auth/register";
import { mailWishSchema, registrationInput } from "@/lib/auth/schema";

/** Registers whoever filled in the form; the answer is the same for an address that has an account. */
export const register = visitorAction({
  input: registrationInput,
  async run(_visitor, typed, { locale }) {
    const answer = await registerAccount({ ...typed, language: locale }, await callerAddress());
    return mailOutcome(typed.email, answer);
  },
});

/** Sends the link that confirms an address once more. */
export const sendConfirmation = visitorAction({
  input: mailWishSchema,
  async run(_visitor, { email }, { locale }) {
    const answer = await sendConfirmationAgain({ email, language: locale }, await callerAddress());
    return mailOutcome(email, answer);
  },
});
