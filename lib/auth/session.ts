import { cache } from "react";
import { auth } from "@/lib/auth/next-auth";
import type { SessionPerson } from "@/lib/auth/session-types";
import { redirect } from "@/lib/i18n/navigation";
import type { Locale } from "@/lib/i18n/routing";

/** Who is signed in, compared with the database once per request; null for a visitor. Throws while the database does not answer. */
export const currentPerson = cache(async (): Promise<SessionPerson | null> => {
  const session = await auth();
  if (session === null) return null;
  if (session.person === null) throw new Error("The session cannot be read: the database does not answer.");
  return session.person;
});

/** Who is signed in; a visitor is led to sign-in. */
export async function requirePerson(locale: Locale): Promise<SessionPerson> {
  const person = await currentPerson();
  return person ?? redirect({ href: "/login", locale });
}
