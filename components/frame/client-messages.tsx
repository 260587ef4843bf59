import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { messagesNamed } from "@/components/frame/some-messages";
import type { Locale } from "@/lib/i18n/routing";

const everywhere = ["account", "errors", "navigation", "theme", "views"] as const;

/** The parts of the catalogue that every page carries. What else it reads in the browser it adds by SomeMessages. */
export async function ClientMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  const messages = messagesNamed(everywhere, await getMessages({ locale }));
  return (
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
