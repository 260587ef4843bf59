import { articlePicture } from "@/app/[locale]/(blog)/blog/[slug]/picture/article-picture";
import { cacheTags } from "@/lib/cache-tags";
import { cached } from "@/lib/cached";
import { publishedArticle } from "@/lib/posts/published";

const HOUR_S = 3_600;

/** The picture that social networks show beside a link to an article. Drawing one takes the better part of a second. */
export async function GET(
  _request: Request,
  context: RouteContext<"/[locale]/blog/[slug]/picture">,
): Promise<Response> {
  const article = await publishedArticle((await context.params).slug);
  if (article === null)
    return new Response(null, { status: 404, headers: { "Cache-Control": "private, no-store" } });
  const picture = await drawn(article.title, article.author);
  return new Response(Buffer.from(picture, "base64"), {
    headers: { "Content-Type": "image/png", "Cache-Control": `public, max-age=${HOUR_S}` },
  });
}

const drawn = cached<[string, string], string>(
  "article-picture",
  () => [cacheTags.posts()],
  async (title: string, author: string) => (await articlePicture({ title, author })).toString("base64"),
);
