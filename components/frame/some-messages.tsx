import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type en from "@/lib/i18n/messages/en.json";
import type { Locale } from "@/lib/i18n/routing";

interface SomeMessagesProps {
  locale: Locale;
  /** Parts of the catalogue. They replace those of a provider around it. */
  names: readonly (keyof typeof en)[];
  children: ReactNode;
}

/** The parts of the catalogue that components in the browser read. The whole of it would travel with every page. */
export async function SomeMessages({ locale, names, children }: SomeMessagesProps) {
  const all = await getMessages({ locale });
  const messages = Object.fromEntries(names.map((name) => [name, all[name]]));
  return (
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
