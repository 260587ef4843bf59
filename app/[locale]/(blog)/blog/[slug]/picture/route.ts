import { articleImage } from "@/app/[locale]/(blog)/blog/[slug]/picture/article-image";
import { cached } from "@/lib/cache/cached";
import { imageVersion } from "@/lib/posts/image-version";
import { publishedArticle } from "@/lib/posts/published";

const HOUR_S = 3_600;
const WEEK_S = 7 * 24 * HOUR_S;

/**
 * The picture that social networks show beside a link to an article. Asked for by the version that the article's page
 * names it may be kept for good; without one, or by an older one, for an hour. Drawing one takes 30 ms on one core, the
 * first of a process 400 ms.
 */
export async function GET(
  request: Request,
  context: RouteContext<"/[locale]/blog/[slug]/picture">,
): Promise<Response> {
  const article = await publishedArticle((await context.params).slug);
  if (article === null)
    return new Response(null, { status: 404, headers: { "Cache-Control": "private, no-store" } });
  const version = imageVersion(article);
  const isNamed = new URL(request.url).searchParams.get("v") === version;
  const headers = {
    ETag: `"${version}"`,
    "Cache-Control": isNamed ? "public, max-age=31536000, immutable" : `public, max-age=${HOUR_S}`,
  };
  if (request.headers.get("if-none-match") === headers.ETag)
    return new Response(null, { status: 304, headers });
  const image = await drawn(version, article.title, article.author);
  return new Response(Buffer.from(image, "base64"), {
    headers: { ...headers, "Content-Type": "image/png" },
  });
}

/** No tag: what it is made of is its key, and whether the article is shown is asked outside. */
const drawn = cached<[string, string, string], string>(
  "article-picture",
  () => [],
  async (_version, title, author) => (await articleImage({ title, author })).toString("base64"),
  () => WEEK_S,
);
