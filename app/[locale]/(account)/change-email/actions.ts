"use server";

import { after } from "next/server";
import type { ConfirmState } from "@/components/users/link-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { changeEmail } from "@/lib/auth/change-email";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { redirect } from "@/lib/i18n/navigation";
import { knownLocale } from "@/lib/i18n/routing";
import { sendAccountMail } from "@/lib/mails/account-mails";

/** Gives the account its new address, tells the one before it, and leads to sign-in. */
export async function changeEmailHere(locale: string, token: string): Promise<ConfirmState> {
  const taken = await takeLinkTry(await callerAddress());
  if (!taken.ok) return { code: "too_many" };
  const mail = await changeEmail(token);
  if (mail === null) return { code: "gone" };
  after(() => sendAccountMail(mail));
  return redirect({ href: "/login?notice=moved", locale: knownLocale(locale) });
}
