import "@/app/globals.css";
import { documentMetadata, localeParams, pageLocale } from "@/components/frame/document";
import { SiteFrame } from "@/components/frame/site-frame";

export const generateStaticParams = localeParams;

export async function generateMetadata({ params }: LayoutProps<"/[locale]">) {
  return documentMetadata((await params).locale);
}

export default async function SiteLayout({ params, children }: LayoutProps<"/[locale]">) {
  return <SiteFrame locale={pageLocale((await params).locale)}>{children}</SiteFrame>;
}
