import { pageLocale } from "@/components/frame/document";
import { redirect } from "@/lib/i18n/navigation";

/** Where sign-in leads. */
export default async function OverviewPage({ params }: PageProps<"/[locale]/overview">) {
  return redirect({ href: "/mailings", locale: pageLocale((await params).locale) });
}
