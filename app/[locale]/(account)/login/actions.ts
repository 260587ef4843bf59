"use server";

import { visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { signIn as beginSession, signOut as endSession, SignInRefused } from "@/lib/auth/next-auth";
import { accountRefusal } from "@/lib/auth/outcome";
import { safePath } from "@/lib/auth/safe-path";
import { signInInput } from "@/lib/auth/schema";
import { done } from "@/lib/commands/result";
import { withoutLanguage } from "@/lib/i18n/without-language";
import { languageOf } from "@/lib/users/queries";

/** Signs in and leads to where the user wanted to go, else to the overview in the language of their profile; or answers why not. */
export const signIn = visitorAction({
  input: signInInput,
  async run(_visitor, { email, password, next }) {
    try {
      await beginSession("credentials", { email, password, redirect: false });
    } catch (error) {
      if (error instanceof SignInRefused) return accountRefusal(error.refusal);
      throw error;
    }
    const wish = safePath(next ?? null, "");
    return done(wish === "" ? { path: "/overview", locale: await languageOf(email) } : withoutLanguage(wish));
  },
  then: (place) => place,
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
