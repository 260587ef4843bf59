import type { ReactNode } from "react";
import { AddedMessages } from "@/components/frame/added-messages";
import { messageText, type CatalogueName } from "@/components/frame/message-text";
import type { Locale } from "@/lib/i18n/routing";

interface SomeMessagesProps {
  locale: Locale;
  /** Parts of the catalogue. They are added to those of the providers around it. */
  names: readonly CatalogueName[];
  children: ReactNode;
}

/** The parts of the catalogue that components in the browser read. The whole of it would travel with every page. */
export function SomeMessages({ locale, names, children }: SomeMessagesProps) {
  return <AddedMessages text={messageText(locale, names)}>{children}</AddedMessages>;
}
