import type { Database } from "@/lib/db";
import { insertCover, smallerCovers } from "@/lib/posts/cover";
import { renderMarkdown } from "@/lib/posts/markdown";
import type { DemoUser } from "@/scripts/seed/accounts";
import { englishArticles } from "@/scripts/seed/articles-en";
import { russianArticles } from "@/scripts/seed/articles-ru";
import { drawCover, type CoverName } from "@/scripts/seed/covers";

export interface Article {
  slug: string;
  language: "en" | "ru";
  cover: CoverName;
  coverAlt: string;
  title: string;
  summary: string;
  /** Markdown: paragraphs, headings, lists and emphasis. */
  source: string;
}

const DAY_MS = 24 * 3_600_000;
const DAYS_BETWEEN = 6;

/** Publishes the demo articles with their covers, a few days apart, the latest yesterday. */
export async function createArticles(db: Database, author: DemoUser): Promise<void> {
  const articles = englishArticles.flatMap((english, index) => [
    english,
    ...russianArticles.slice(index, index + 1),
  ]);
  for (const [index, { cover, ...article }] of articles.entries()) {
    const drawing = await drawCover(cover);
    const coverId = await insertCover(db, author.id, drawing, await smallerCovers(drawing));
    const publishedAt = new Date(Date.now() - DAY_MS * (1 + index * DAYS_BETWEEN));
    await db.post.create({
      data: {
        ...{ ...article, body: renderMarkdown(article.source), authorId: author.id, coverId },
        // Begun when they were published, so that the list of articles has them in that order too.
        ...{ status: "published", publishedAt, createdAt: publishedAt, updatedAt: publishedAt },
      },
      select: { id: true },
    });
  }
}
