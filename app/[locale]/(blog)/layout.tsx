import "@/app/globals.css";
import { documentMetadata, pageLocale } from "@/components/frame/document";
import { SiteFrame } from "@/components/frame/site-frame";

export async function generateMetadata({ params }: LayoutProps<"/[locale]">) {
  return documentMetadata((await params).locale);
}

/**
 * Home and blog: pages with something out of the database. Apart from (site), whose layout names the languages: with
 * them Next would make these pages at the build, which has no database.
 */
export default async function BlogLayout({ params, children }: LayoutProps<"/[locale]">) {
  return <SiteFrame locale={pageLocale((await params).locale)}>{children}</SiteFrame>;
}
