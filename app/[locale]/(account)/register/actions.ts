"use server";

import { mailStateOf, refusedState, textOf } from "@/app/[locale]/(account)/mail-state";
import type { MailState } from "@/components/users/account-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { sendConfirmationAgain } from "@/lib/auth/confirm-email";
import { register } from "@/lib/auth/register";
import { mailWishInput, registrationInput } from "@/lib/auth/schema";

/** Registers whoever filled in the form; the answer is the same for an address that has an account. */
export async function registerHere(locale: string, _before: MailState, form: FormData): Promise<MailState> {
  const typed = { name: textOf(form, "name"), email: textOf(form, "email") };
  const timeZone = textOf(form, "timeZone");
  const input = registrationInput.safeParse({
    ...typed,
    password: form.get("password"),
    language: locale,
    timeZone,
  });
  if (!input.success) return refusedState({ ok: false, code: "invalid" }, typed);
  const answer = await register(input.data, await callerAddress());
  return mailStateOf(answer, { name: input.data.name, email: input.data.email });
}

/** Sends the link that confirms an address once more. */
export async function sendConfirmationHere(
  locale: string,
  _before: MailState,
  form: FormData,
): Promise<MailState> {
  const typed = { name: "", email: textOf(form, "email") };
  const input = mailWishInput.safeParse({ email: typed.email, language: locale });
  if (!input.success) return refusedState({ ok: false, code: "invalid" }, typed);
  const answer = await sendConfirmationAgain(input.data, await callerAddress());
  return mailStateOf(answer, { name: "", email: input.data.email });
}
