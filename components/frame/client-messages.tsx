import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/routing";

/**
 * The part of the catalogue that components in the browser read. The rest stays on the server: the
 * whole of it would travel with every page.
 */
export async function ClientMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  const {
    account,
    errors,
    faults,
    forms,
    login,
    navigation,
    progress,
    refusals,
    start,
    statuses,
    theme,
    views,
  } = await getMessages({
    locale,
  });
  return (
    <NextIntlClientProvider
      locale={locale}
      timeZone="UTC"
      messages={{
        account,
        errors,
        faults,
        forms,
        login,
        navigation,
        progress,
        refusals,
        start,
        statuses,
        theme,
        views,
      }}
    >
      {children}
    </NextIntlClientProvider>
  );
}
