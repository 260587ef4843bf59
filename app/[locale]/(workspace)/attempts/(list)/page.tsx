import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AttemptsList } from "@/app/[locale]/(workspace)/attempts/attempts-list";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/attempts">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "attemptsList" }))("title.own") };
}

export default async function AttemptsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  return <AttemptsList scope="own" user={user} query={await searchParams} />;
}
