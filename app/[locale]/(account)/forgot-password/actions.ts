"use server";

import { mailStateOf, refusedState, textOf } from "@/app/[locale]/(account)/mail-state";
import type { MailState } from "@/components/users/account-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { askForReset } from "@/lib/auth/reset-password";
import { mailWishInput } from "@/lib/auth/schema";

/** Sends the link by which a password is set anew; the answer is the same for an address without an account. */
export async function askForResetHere(
  locale: string,
  _before: MailState,
  form: FormData,
): Promise<MailState> {
  const typed = { name: "", email: textOf(form, "email") };
  const input = mailWishInput.safeParse({ email: typed.email, language: locale });
  if (!input.success) return refusedState({ ok: false, code: "invalid" }, typed);
  const answer = await askForReset(input.data, await callerAddress());
  return mailStateOf(answer, { name: "", email: input.data.email });
}
