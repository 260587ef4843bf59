import type { Database } from "@/lib/db";
import type { DemoPerson } from "@/scripts/seed/accounts";
import { englishArticles } from "@/scripts/seed/articles-en";
import { russianArticles } from "@/scripts/seed/articles-ru";
import { COVER_SIZE, drawCover, type CoverName } from "@/scripts/seed/covers";

export interface Article {
  slug: string;
  language: "en" | "ru";
  cover: CoverName;
  coverAlt: string;
  title: string;
  summary: string;
  /** HTML: paragraphs, headings, lists and emphasis. */
  body: string;
}

const DAY_MS = 24 * 3_600_000;
const DAYS_BETWEEN = 6;

/** Publishes the demo articles with their covers, a few days apart, the latest yesterday. */
export async function createArticles(db: Database, author: DemoPerson): Promise<void> {
  const articles = englishArticles.flatMap((english, index) => [
    english,
    ...russianArticles.slice(index, index + 1),
  ]);
  for (const [index, { cover, ...article }] of articles.entries()) {
    const image = await db.image.create({
      data: { ownerId: author.id, mimeType: "image/webp", ...COVER_SIZE, bytes: await drawCover(cover) },
      select: { id: true },
    });
    const publishedAt = new Date(Date.now() - DAY_MS * (1 + index * DAYS_BETWEEN));
    await db.post.create({
      data: { ...article, authorId: author.id, coverId: image.id, status: "published", publishedAt },
      select: { id: true },
    });
  }
}
