import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AttemptsList } from "@/app/[locale]/(workspace)/attempts/attempts-list";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/attempts">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "attemptsList" }))("title.all") };
}

export default async function AllAttemptsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  return <AttemptsList scope="all" user={user} query={await searchParams} />;
}
