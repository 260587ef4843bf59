import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageLocale } from "@/components/frame/document";
import { FromTheBlog } from "@/components/home/from-the-blog";
import { Hero } from "@/components/home/hero";
import { HomeFigures } from "@/components/home/home-figures";
import { Points } from "@/components/home/points";
import { Steps } from "@/components/home/steps";
import { homeContent } from "@/lib/home/queries";
import { routing } from "@/lib/i18n/routing";
import { wholeAddress } from "@/lib/i18n/whole-address";

type Props = PageProps<"/[locale]">;

/** Seconds, or until the minute ends: a new draw of articles. Figures and articles that change refresh it at once. */
export const revalidate = 60;

/** Not at the build, which has no database: made at its first request in each language, and then kept. */
export function generateStaticParams() {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "meta" });
  const url = wholeAddress("/", locale);
  const languages: Record<string, string> = {};
  for (const other of routing.locales) languages[other] = wholeAddress("/", other);
  const [title, description] = [t("title"), t("description")];
  return {
    alternates: { canonical: url, languages },
    openGraph: { type: "website", url, title, description, locale, siteName: "Posthorn" },
  };
}

/** What Posthorn is, in one look; the same page for everybody. */
export default async function HomePage({ params }: Props) {
  const locale = pageLocale((await params).locale);
  const { figures, articles } = await homeContent(locale, new Date());
  return (
    <>
      <Hero />
      <HomeFigures figures={figures} />
      <Steps />
      <Points />
      {articles.length > 0 && <FromTheBlog articles={articles} />}
    </>
  );
}
