import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportedDeliveries } from "@/app/[locale]/(workspace)/reports/deliveries/reported-deliveries";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/reports/deliveries">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "reports.deliveries" }))("title") };
}

export default async function DeliveriesPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  return <ReportedDeliveries scope="own" user={user} query={await searchParams} />;
}
