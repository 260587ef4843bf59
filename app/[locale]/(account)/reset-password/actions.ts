"use server";

import { after } from "next/server";
import type { ResetState } from "@/components/users/reset-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { rememberDevice } from "@/lib/auth/device-cookie";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { resetPassword } from "@/lib/auth/reset-password";
import { newPasswordSchema } from "@/lib/auth/schema";
import { redirect } from "@/lib/i18n/navigation";
import { knownLocale } from "@/lib/i18n/routing";
import { sendAccountMail } from "@/lib/mails/account-mails";

/** Sets the password by the mailed link, tells the person by mail, and leads to sign-in. */
export async function resetHere(
  locale: string,
  token: string,
  _before: ResetState,
  form: FormData,
): Promise<ResetState> {
  const input = newPasswordSchema.safeParse({ password: form.get("password") });
  if (!input.success) return { gone: false, refusal: { ok: false, code: "invalid" } };
  const taken = await takeLinkTry(await callerAddress());
  if (!taken.ok) {
    return {
      gone: false,
      refusal: { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds },
    };
  }
  const mail = await resetPassword(token, input.data.password);
  if (mail === null) return { gone: true, refusal: null };
  if ("code" in mail) return { gone: false, refusal: mail };
  await rememberDevice(mail.to);
  after(() => sendAccountMail(mail));
  return redirect({ href: "/login?notice=reset", locale: knownLocale(locale) });
}
