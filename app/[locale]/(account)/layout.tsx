import "@/app/globals.css";
import { FormMessages } from "@/components/forms/form-messages";
import { BrandLink } from "@/components/frame/brand-link";
import { Document, documentMetadata, localeParams, pageLocale } from "@/components/frame/document";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { SkipLink } from "@/components/frame/skip-link";
import { ThemeSwitch } from "@/components/frame/theme-switch";

export const generateStaticParams = localeParams;

export async function generateMetadata({ params }: LayoutProps<"/[locale]">) {
  return documentMetadata((await params).locale);
}

/** Sign-in and its relatives: one card, nothing beside it. */
export default async function AccountLayout({ params, children }: LayoutProps<"/[locale]">) {
  const locale = pageLocale((await params).locale);
  return (
    <Document locale={locale}>
      <SkipLink />
      <header className="mx-auto flex h-16 w-full max-w-6xl items-center gap-1 px-4 sm:px-6">
        <BrandLink href="/" />
        <div className="flex-1" />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main id="content" className="flex flex-1 items-start justify-center px-4 pt-[8vh] pb-16">
        <FormMessages locale={locale} names={["accounts", "login"]}>
          {children}
        </FormMessages>
      </main>
    </Document>
  );
}
