import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { AddedMessages } from "@/components/frame/added-messages";
import type en from "@/lib/i18n/messages/en.json";
import type { Locale } from "@/lib/i18n/routing";

type Name = keyof typeof en;

interface SomeMessagesProps {
  locale: Locale;
  /** Parts of the catalogue. They are added to those of the providers around it. */
  names: readonly Name[];
  children: ReactNode;
}

/** The parts of the catalogue that components in the browser read. The whole of it would travel with every page. */
export async function SomeMessages({ locale, names, children }: SomeMessagesProps) {
  return (
    <AddedMessages messages={messagesNamed(names, await getMessages({ locale }))}>{children}</AddedMessages>
  );
}

export function messagesNamed(names: readonly Name[], all: Partial<typeof en>): Partial<typeof en> {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
