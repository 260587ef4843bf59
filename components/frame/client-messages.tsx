import type { ReactNode } from "react";
import { FirstMessages } from "@/components/frame/first-messages";
import { messageText } from "@/components/frame/message-text";
import type { Locale } from "@/lib/i18n/routing";

const everywhere = ["account", "errors", "navigation", "theme", "views"] as const;

/** The parts of the catalogue that every page carries. What else it reads in the browser it adds by SomeMessages. */
export function ClientMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <FirstMessages locale={locale} text={messageText(locale, everywhere)}>
      {children}
    </FirstMessages>
  );
}
