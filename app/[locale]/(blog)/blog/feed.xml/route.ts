import { getTranslations } from "next-intl/server";
import { hasLocale } from "next-intl";
import { env } from "@/lib/env";
import { routing } from "@/lib/i18n/routing";
import { articleAddress, wholeAddress } from "@/lib/i18n/whole-address";
import { feedArticles } from "@/lib/posts/published";
import { rssFeed, withWholeAddresses } from "@/lib/posts/rss";

/** The latest articles in one language, whole, as RSS. */
export async function GET(
  _request: Request,
  context: RouteContext<"/[locale]/blog/feed.xml">,
): Promise<Response> {
  const { locale } = await context.params;
  if (!hasLocale(routing.locales, locale)) return new Response(null, { status: 404 });
  const t = await getTranslations({ locale });
  const articles = await feedArticles(locale);
  const feed = rssFeed({
    title: `${t("frame.brand")}: ${t("blog.title")}`,
    description: t("blog.description"),
    language: locale,
    page: wholeAddress("/blog", locale),
    feed: wholeAddress("/blog/feed.xml", locale),
    items: articles.map((article) => ({
      ...article,
      address: articleAddress(article),
      body: withWholeAddresses(article.body, env().APP_URL),
    })),
  });
  return new Response(feed, {
    headers: { "Content-Type": "application/rss+xml; charset=utf-8", "Cache-Control": "public, max-age=300" },
  });
}
