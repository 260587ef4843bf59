"use server";

import type { ConfirmState } from "@/components/users/link-form";
import { callerAddress } from "@/lib/auth/caller-address";
import { confirmEmail } from "@/lib/auth/confirm-email";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { redirect } from "@/lib/i18n/navigation";
import { knownLocale } from "@/lib/i18n/routing";

/** Uses the mailed link up and leads to sign-in. */
export async function confirmHere(locale: string, token: string): Promise<ConfirmState> {
  const taken = await takeLinkTry(await callerAddress());
  if (!taken.ok) return { code: "too_many" };
  if (!(await confirmEmail(token))) return { code: "gone" };
  return redirect({ href: "/login?notice=confirmed", locale: knownLocale(locale) });
}
