import type { Metadata } from "next";
import { hasLocale } from "next-intl";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/frame/client-messages";
import { ThemeScript } from "@/components/frame/theme-script";
import { routing, type Locale } from "@/lib/i18n/routing";

/** Both languages, for the root layouts' generateStaticParams. */
export function localeParams(): { locale: Locale }[] {
  return routing.locales.map((locale) => ({ locale }));
}

/** The language of a route's parameter; anything else is no page. */
export function pageLocale(locale: string): Locale {
  if (!hasLocale(routing.locales, locale)) notFound();
  return locale;
}

export async function documentMetadata(locale: string): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "meta" });
  return {
    title: { default: t("title"), template: t("template") },
    description: t("description"),
    icons: { icon: [{ url: "/brand/mark.svg", type: "image/svg+xml" }], apple: "/brand/mark-180.png" },
  };
}

/**
 * The document around every page. Each route group has it as its own root layout, so that going from a
 * prerendered page into the workspace loads a new document, with the workspace's stricter policy.
 */
export function Document({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <html lang={locale} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <ClientMessages locale={locale}>{children}</ClientMessages>
      </body>
    </html>
  );
}
