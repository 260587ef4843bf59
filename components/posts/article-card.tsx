import { ArticleCover } from "@/components/posts/article-cover";
import { ArticleMeta } from "@/components/posts/article-meta";
import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";
import type { ArticleCard as Card } from "@/lib/posts/published";

const WIDTHS = {
  small: "(min-width: 1024px) 22rem, (min-width: 640px) 50vw, 100vw",
  large: "(min-width: 1024px) 40rem, 100vw",
};

interface ArticleCardProps {
  article: Card;
  /** One rank below the heading above it. */
  heading: "h2" | "h3";
  size?: "small" | "large";
}

/** An article in a list; the whole of it leads there. */
export function ArticleCard({ article, heading: Heading, size = "small" }: ArticleCardProps) {
  const isLarge = size === "large";
  return (
    <article
      className={`group relative ${isLarge ? "grid items-center gap-6 lg:grid-cols-[1.25fr_1fr] lg:gap-10" : "flex flex-col gap-4"}`}
    >
      {article.coverId === null ? (
        <NoCover />
      ) : (
        <ArticleCover imageId={article.coverId} alt={article.coverAlt} sizes={WIDTHS[size]} first={isLarge} />
      )}
      <div className="min-w-0">
        <ArticleMeta publishedAt={article.publishedAt} author={article.author} />
        <Heading
          lang={article.language}
          className={`mt-1.5 font-display leading-tight font-semibold tracking-tight [overflow-wrap:anywhere] ${isLarge ? "text-2xl sm:text-3xl" : "text-xl"}`}
        >
          <Link
            href={`/blog/${article.slug}`}
            className="decoration-brass decoration-2 underline-offset-4 group-hover:underline after:absolute after:inset-0"
          >
            {article.title}
          </Link>
        </Heading>
        <p
          lang={article.language}
          className={`mt-2 text-muted [overflow-wrap:anywhere] ${isLarge ? "text-lg" : ""}`}
        >
          {article.summary}
        </p>
      </div>
    </article>
  );
}

/** Stands where a cover would, so that the lines of a list stay level. */
function NoCover() {
  return (
    <div className="flex aspect-[1200/630] w-full items-center justify-center rounded-xl border border-border bg-brass-soft">
      <Mark className="h-auto w-1/6 text-brass" />
    </div>
  );
}
