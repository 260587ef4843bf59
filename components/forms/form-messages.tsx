import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/routing";
import type en from "@/lib/i18n/messages/en.json";

type Namespace = keyof typeof en;

interface FormMessagesProps {
  locale: Locale;
  /** Of the catalogue, beside what every form needs. */
  names: readonly Namespace[];
  children: ReactNode;
}

/** The part of the catalogue that forms and dialogs read in the browser; only pages that have them carry it. */
export async function FormMessages({ locale, names, children }: FormMessagesProps) {
  const all = await getMessages({ locale });
  const { errors, faults, forms, refusals } = all;
  const own = Object.fromEntries(names.map((name) => [name, all[name]]));
  return (
    <NextIntlClientProvider
      locale={locale}
      timeZone="UTC"
      messages={{ errors, faults, forms, refusals, ...own }}
    >
      {children}
    </NextIntlClientProvider>
  );
}
