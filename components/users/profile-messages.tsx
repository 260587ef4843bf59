import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/routing";

/** The part of the catalogue that the forms of the profile read in the browser; no other page carries it. */
export async function ProfileMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  const { accounts, errors, faults, forms, profile, refusals } = await getMessages({ locale });
  return (
    <NextIntlClientProvider
      locale={locale}
      timeZone="UTC"
      messages={{ accounts, errors, faults, forms, profile, refusals }}
    >
      {children}
    </NextIntlClientProvider>
  );
}
