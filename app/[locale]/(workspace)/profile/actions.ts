"use server";

import { after } from "next/server";
import { action, visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { callerAddress } from "@/lib/auth/caller-address";
import { askForEmailChange } from "@/lib/auth/change-email";
import { changePassword as changeByPassword } from "@/lib/auth/change-password";
import { closeAccount as closeByPassword } from "@/lib/auth/close-account";
import { SignInRefused, signIn, signOut } from "@/lib/auth/next-auth";
import { accountRefusal, mailOutcome } from "@/lib/auth/outcome";
import { closingInput, emailChangeSchema, passwordChangeSchema } from "@/lib/auth/schema";
import { currentUser } from "@/lib/auth/session";
import { signOutEverywhere as endSessionsOf } from "@/lib/auth/sign-out-everywhere";
import { done } from "@/lib/commands/result";
import { sendAccountMail } from "@/lib/mails/account-mails";
import { removeAvatar as removeAvatarOf } from "@/lib/users/avatar";
import { saveProfile as saveProfileOf } from "@/lib/users/profile";
import { profileInput } from "@/lib/users/schema";

/** Saves the profile of whoever is signed in; in another language from then on where that was changed. */
export const saveProfile = action({
  input: profileInput,
  async run(user, profile) {
    const saved = await saveProfileOf(user, profile);
    return saved.ok ? { ...saved, value: profile.language } : saved;
  },
  then: (language, { locale }) => (language === locale ? null : { path: "/profile?saved", locale: language }),
});

/** Changes the password and keeps this session, under the new version of all of them. */
export const changePassword = action({
  input: passwordChangeSchema,
  async run(user, typed) {
    const changed = await changeByPassword(user.id, typed);
    if (!changed.ok) return accountRefusal(changed);
    after(() => sendAccountMail(changed.mail));
    return done(await keptSession(user.email, typed.password));
  },
  // Led on in both cases: this request still carries the session that has ended, and would show the page as a visitor's.
  then: (kept) => (kept ? `/profile?changed=${Date.now()}` : "/login?notice=changed"),
});

/** Mails a link to the new address. */
export const changeEmail = action({
  input: emailChangeSchema,
  async run(user, typed) {
    const asked = await askForEmailChange(user.id, typed, await callerAddress());
    return asked.ok ? mailOutcome(typed.email, asked) : accountRefusal(asked);
  },
});

/** Ends every session of whoever is signed in, this one too; whose session is over already is led on alike. */
export const signOutEverywhere = visitorAction({
  input: nothing,
  async run() {
    const user = await currentUser();
    if (user !== null) await endSessionsOf(user.id);
    await signOut({ redirect: false });
    return done(null);
  },
  then: () => "/login?notice=signed_out",
});

/** Closes the account of whoever is signed in. */
export const closeAccount = action({
  input: closingInput,
  async run(user, { currentPassword }) {
    const closed = await closeByPassword(user.id, currentPassword);
    if (!closed.ok) return accountRefusal(closed);
    after(() => sendAccountMail(closed.value));
    await signOut({ redirect: false });
    return done(null, closed.changed);
  },
  then: () => "/login?notice=closed",
});

/** Removes the image of whoever is signed in. */
export const removeAvatar = action({ input: nothing, run: (user) => removeAvatarOf(user) });

/** Signs in anew; false where the limits of sign-in refuse it, and then the user has to. */
async function keptSession(email: string, password: string): Promise<boolean> {
  try {
    await signIn("credentials", { email, password, redirect: false });
    return true;
  } catch (error) {
    if (error instanceof SignInRefused) return false;
    throw error;
  }
}
