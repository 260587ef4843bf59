"use server";

import { updateTag } from "next/cache";
import { headers } from "next/headers";
import { after } from "next/server";
import { nothingDone, type ProfileState } from "@/components/users/account-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { askForEmailChange } from "@/lib/auth/change-email";
import { changePassword } from "@/lib/auth/change-password";
import { closeAccount } from "@/lib/auth/close-account";
import { SignInRefused, signIn, signOut } from "@/lib/auth/next-auth";
import { closingSchema, emailChangeSchema, passwordChangeSchema } from "@/lib/auth/schema";
import { currentPerson } from "@/lib/auth/session";
import { signOutEverywhere } from "@/lib/auth/sign-out-everywhere";
import { cacheTags } from "@/lib/cache/tags";
import { getPathname, redirect } from "@/lib/i18n/navigation";
import { knownLocale } from "@/lib/i18n/routing";
import { sendAccountMail } from "@/lib/mails/account-mails";
import { inboxAddress } from "@/lib/mails/mailbox";
import { removeAvatar } from "@/lib/users/avatar";
import { saveProfile } from "@/lib/users/profile";
import { profileSchema } from "@/lib/users/schema";

const invalid: ProfileState = { ...nothingDone, refusal: { ok: false, code: "invalid" } };

/** Saves the profile of whoever is signed in; in another language from then on where that was changed. */
export async function saveProfileHere(
  locale: string,
  _before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const person = await currentPerson();
  if (person === null) return signedOut(locale);
  const input = profileSchema.safeParse({
    name: form.get("name"),
    phone: form.get("phone"),
    country: form.get("country") ?? "",
    language: form.get("language"),
    timeZone: form.get("timeZone"),
    senderName: form.get("senderName") ?? undefined,
    replyTo: form.get("replyTo") ?? undefined,
  });
  if (!input.success) return invalid;
  if (!(await saveProfile(person.id, input.data))) return invalid;
  // Their name stands above their articles.
  updateTag(cacheTags.posts());
  if (input.data.language !== locale) {
    return redirect({ href: "/profile?saved", locale: input.data.language });
  }
  return doneState();
}

/** Changes the password and keeps this session, under the new version of all of them. */
export async function changePasswordHere(
  locale: string,
  _before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const person = await currentPerson();
  if (person === null) return signedOut(locale);
  const input = passwordChangeSchema.safeParse({
    present: form.get("present"),
    password: form.get("password"),
  });
  if (!input.success) return invalid;
  const changed = await changePassword(person.id, input.data);
  if (!changed.ok) return refusedState(changed);
  after(() => sendAccountMail(changed.mail));
  const kept = await keptSession(person.email, input.data.password);
  // Led on in both cases: this request still carries the session that has ended, and would show the page as a visitor's.
  const href = kept ? `/profile?changed=${Date.now()}` : "/login?notice=changed";
  return redirect({ href, locale: knownLocale(locale) });
}

/** Mails a link to the new address. */
export async function changeEmailHere(
  locale: string,
  _before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const person = await currentPerson();
  if (person === null) return signedOut(locale);
  const input = emailChangeSchema.safeParse({ email: form.get("email"), present: form.get("present") });
  if (!input.success) return invalid;
  const asked = await askForEmailChange(person.id, input.data, await callerAddress());
  return asked.ok ? doneState(input.data.email, inboxAddress()) : refusedState(asked);
}

/** Ends every session of whoever is signed in, this one too. */
export async function signOutEverywhereHere(locale: string): Promise<void> {
  const person = await currentPerson();
  if (person !== null) await signOutEverywhere(person.id);
  await signOut({ redirect: false });
  redirect({ href: "/login?notice=signed_out", locale: knownLocale(locale) });
}

/** Closes the account of whoever is signed in. */
export async function closeAccountHere(
  locale: string,
  _before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const person = await currentPerson();
  if (person === null) return signedOut(locale);
  const input = closingSchema.safeParse({ present: form.get("present"), sure: form.get("sure") === "on" });
  if (!input.success) return invalid;
  const closed = await closeAccount(person.id, input.data.present);
  if (!closed.ok) return refusedState(closed);
  updateTag(cacheTags.mailings(person.id));
  updateTag(cacheTags.figures());
  after(() => sendAccountMail(closed.mail));
  await signOut({ redirect: false });
  return redirect({ href: "/login?notice=closed", locale: knownLocale(locale) });
}

/** Takes the picture of whoever is signed in away; answers with the code of a refusal, null when done. */
export async function removeAvatarHere(): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const result = await removeAvatar(person.id);
  return result.ok ? null : result.code;
}

/** Signs in anew; false where the limits of sign-in refuse it, and then the person has to. */
async function keptSession(email: string, password: string): Promise<boolean> {
  try {
    await signIn("credentials", { email, password, redirect: false });
    return true;
  } catch (error) {
    if (error instanceof SignInRefused) return false;
    throw error;
  }
}

/** Said in place, where what was typed still stands; a form without script is answered by a page, and leads to sign-in. */
async function signedOut(typed: string): Promise<ProfileState> {
  if ((await headers()).has("next-action"))
    return { ...nothingDone, refusal: { ok: false, code: "signed_out" } };
  const locale = knownLocale(typed);
  return redirect({ href: `/login?next=${getPathname({ href: "/profile", locale })}`, locale });
}

function doneState(word = "", inbox: string | null = null): ProfileState {
  return { ...nothingDone, done: { at: Date.now(), word, inbox } };
}

type Refused =
  | Exclude<NonNullable<ProfileState["refusal"]>, { code: "invalid" | "signed_out" }>
  | { ok: false; code: "password_wrong" };

/** A wrong password is said beside its field, everything else above the button. */
function refusedState(refused: Refused): ProfileState {
  if (refused.code !== "password_wrong") return { ...nothingDone, refusal: refused };
  return { ...nothingDone, errors: { present: { type: "server", message: refused.code } } };
}
