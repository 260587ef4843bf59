import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportPage } from "@/app/[locale]/(workspace)/reports/report-page";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/reports">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "reports" }))("title.all") };
}

export default async function AllReportsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  return <ReportPage scope="all" user={user} query={await searchParams} />;
}
