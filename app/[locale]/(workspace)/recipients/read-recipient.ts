import { notFound } from "next/navigation";
import { cache } from "react";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { listDetail } from "@/lib/lists/queries";
import { recipientDetail } from "@/lib/recipients/detail";
import { mayUse, type Scope } from "@/lib/users/scope";

/** The recipient of a page and of its title, for who may open it. */
export const readRecipient = cache(async (scope: Scope, locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), (actor) => mayUse(actor, scope));
  const recipient = await recipientDetail(user, scope, id);
  if (recipient === null) notFound();
  return { user, recipient };
});

/** The same of a list. */
export const readList = cache(async (scope: Scope, locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), (actor) => mayUse(actor, scope));
  const shown = await listDetail(user, scope, id);
  if (shown === null) notFound();
  return { user, shown };
});
