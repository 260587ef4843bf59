import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AttemptsList } from "@/app/[locale]/(workspace)/attempts/attempts-list";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/attempts">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeEverybodys);
  return { title: (await getTranslations({ locale, namespace: "attemptsList" }))("title.everybody") };
}

export default async function EverybodysAttemptsPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), maySeeEverybodys);
  return <AttemptsList scope="everybody" person={person} query={await searchParams} />;
}
