"use server";

import { visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { signIn as beginSession, signOut as endSession, SignInRefused } from "@/lib/auth/next-auth";
import { accountRefusal } from "@/lib/auth/outcome";
import { safePath } from "@/lib/auth/safe-path";
import { signInInput } from "@/lib/auth/schema";
import { done } from "@/lib/commands/result";
import { withoutLanguage } from "@/lib/i18n/without-language";

/** Signs in and leads to where the user wanted to go, or answers why not. */
export const signIn = visitorAction({
  input: signInInput,
  async run(_visitor, { email, password, next }) {
    try {
      await beginSession("credentials", { email, password, redirect: false });
    } catch (error) {
      if (error instanceof SignInRefused) return accountRefusal(error.refusal);
      throw error;
    }
    return done(safePath(next ?? null, ""));
  },
  then: (wish) => (wish === "" ? "/overview" : withoutLanguage(wish)),
});

/** Ends this browser's session. */
export const signOut = visitorAction({
  input: nothing,
  async run() {
    await endSession({ redirect: false });
    return done(null);
  },
  then: () => "/",
});
