import type { ReactNode } from "react";
import { Document } from "@/components/frame/document";
import { SiteFooter } from "@/components/frame/site-footer";
import { SiteHeader } from "@/components/frame/site-header";
import { VisitorProvider } from "@/components/frame/visitor";
import type { Locale } from "@/lib/i18n/routing";

/** The document around pages that are the same for everybody. */
export function SiteFrame({ locale, children }: { locale: Locale; children: ReactNode }) {
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
