import { headers } from "next/headers";
import { forbidden } from "next/navigation";
import { cache } from "react";
import { ASKED_PATH } from "@/lib/auth/asked-path";
import { readSession } from "@/lib/auth/session-cookie";
import type { SessionUser } from "@/lib/auth/session-types";
import { redirect } from "@/lib/i18n/navigation";
import type { Locale } from "@/lib/i18n/routing";
import type { Actor } from "@/lib/users/policy";

/** Who is signed in, compared with the database once per request; null for a visitor. Throws while the database does not answer. */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  const session = await readSession();
  if (session === null) return null;
  const { user } = session;
  if (!user) throw new Error("The session cannot be read: the database does not answer.");
  return user;
});

/** Who is signed in; a visitor, or whose session has ended, is led to sign-in, and from there back. */
export async function requireUser(locale: Locale): Promise<SessionUser> {
  return (await currentUser()) ?? toSignIn(locale);
}

async function toSignIn(locale: Locale): Promise<never> {
  const next = (await headers()).get(ASKED_PATH);
  return redirect({ href: next === null ? "/login" : { pathname: "/login", query: { next } }, locale });
}

/** Who is signed in, where the rule lets them in; to others the page answers 403. A visitor is led to sign-in. */
export async function requireAllowed(locale: Locale, may: (actor: Actor) => boolean): Promise<SessionUser> {
  const user = await requireUser(locale);
  return may(user) ? user : forbidden();
}
