import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/routing";

/** The words of the dialogs that stop, block and give roles: only pages that have them carry them. */
export async function SupervisionMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  const { supervision, roles } = await getMessages({ locale });
  return (
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={{ supervision, roles }}>
      {children}
    </NextIntlClientProvider>
  );
}
