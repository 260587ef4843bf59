"use client";

import "@/app/globals.css";
import { NextIntlClientProvider } from "next-intl";
import { ErrorMessage } from "@/components/frame/error-message";
import { ThemeScript } from "@/components/frame/theme-script";
import { errors as en } from "@/lib/i18n/messages/en.json";
import { errors as ru } from "@/lib/i18n/messages/ru.json";

/** When even the frame could not be made, for want of the database for example. */
export default function GlobalError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  const locale = typeof window !== "undefined" && window.location.pathname.startsWith("/ru") ? "ru" : "en";
  return (
    <html lang={locale} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>
        <NextIntlClientProvider
          locale={locale}
          timeZone="UTC"
          messages={{ errors: locale === "ru" ? ru : en }}
        >
          <ErrorMessage error={error} retry={retry} />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
