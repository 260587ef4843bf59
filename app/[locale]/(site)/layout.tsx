import "@/app/globals.css";
import { Document, documentMetadata, localeParams, pageLocale } from "@/components/frame/document";
import { SiteFooter } from "@/components/frame/site-footer";
import { SiteHeader } from "@/components/frame/site-header";
import { VisitorProvider } from "@/components/frame/visitor";

export const generateStaticParams = localeParams;

export async function generateMetadata({ params }: LayoutProps<"/[locale]">) {
  return documentMetadata((await params).locale);
}

export default async function SiteLayout({ params, children }: LayoutProps<"/[locale]">) {
  const locale = pageLocale((await params).locale);
  return (
    <Document locale={locale}>
      <VisitorProvider>
        <SiteHeader />
        <main id="content" className="flex flex-1 flex-col">
          {children}
        </main>
      </VisitorProvider>
      <SiteFooter />
    </Document>
  );
}
