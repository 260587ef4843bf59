import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/routing";

/** The part of the catalogue that the editor of articles reads in the browser; no other page carries it. */
export async function ArticlesMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  const { articles, errors, faults, forms, refusals } = await getMessages({ locale });
  return (
    <NextIntlClientProvider
      locale={locale}
      timeZone="UTC"
      messages={{ articles, errors, faults, forms, refusals }}
    >
      {children}
    </NextIntlClientProvider>
  );
}
