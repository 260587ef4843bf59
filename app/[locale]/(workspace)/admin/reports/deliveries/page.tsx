import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportedDeliveries } from "@/app/[locale]/(workspace)/reports/deliveries/reported-deliveries";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/reports/deliveries">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "reports.deliveries" }))("all") };
}

export default async function AllDeliveriesPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  return <ReportedDeliveries scope="all" user={user} query={await searchParams} />;
}
