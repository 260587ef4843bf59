import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportPage } from "@/app/[locale]/(workspace)/reports/report-page";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/reports">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "reports" }))("title.own") };
}

export default async function ReportsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  return <ReportPage scope="own" user={user} query={await searchParams} />;
}
