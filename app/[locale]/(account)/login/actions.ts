"use server";

import { redirect as redirectTo } from "next/navigation";
import type { SignInState } from "@/components/users/sign-in-form";
import { SignInRefused, signIn, signOut } from "@/lib/auth/next-auth";
import { safePath } from "@/lib/auth/safe-path";
import { signInSchema } from "@/lib/auth/schema";
import { getPathname, redirect } from "@/lib/i18n/navigation";
import { knownLocale, type Locale } from "@/lib/i18n/routing";

/** Signs in and leads to where the person wanted to go, or answers why not. */
export async function signInHere(locale: Locale, _before: SignInState, form: FormData): Promise<SignInState> {
  const email = form.get("email");
  const typed = typeof email === "string" ? email : "";
  const input = signInSchema.safeParse({ email: typed, password: form.get("password") });
  if (!input.success) return { email: typed, refusal: { ok: false, code: "wrong" } };
  try {
    await signIn("credentials", { ...input.data, redirect: false });
  } catch (error) {
    if (error instanceof SignInRefused) return { email: typed, refusal: error.refusal };
    throw error;
  }
  const wish = form.get("next");
  const home = getPathname({ href: "/overview", locale: knownLocale(locale) });
  const target = safePath(typeof wish === "string" ? wish : null, home);
  // The path has its language's prefix already, so next-intl's redirect would add a second one.
  return redirectTo(target);
}

/** Ends this browser's session. */
export async function signOutHere(locale: Locale): Promise<void> {
  await signOut({ redirect: false });
  redirect({ href: "/", locale: knownLocale(locale) });
}
