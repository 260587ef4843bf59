import { createHash } from "node:crypto";
import { Prisma } from "@prisma/client";
import { cacheTags } from "@/lib/cache/tags";
import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { readingMinutes } from "@/lib/posts/markdown";
import { slugPattern } from "@/lib/posts/schema";

/** The latest article stands alone above the others of the first page. */
const FIRST_PAGE = 10;
const LATER_PAGES = 9;
const RELATED = 3;
/** Among how many of the latest the related ones are looked for. */
const RELATED_AMONG = 200;
const IN_FEED = 20;
/** The sitemap's own limit is 50,000. */
const IN_SITEMAP = 10_000;

/** What visitors may see. The clock decides, so that nobody has to turn a scheduled article into a published one. */
const VISIBLE = Prisma.sql`p.status <> 'draft' AND p.published_at <= engine_now()`;

const COLUMNS = Prisma.sql`p.slug, p.language, p.title, p.summary, p.published_at AS "publishedAt", u.name AS author,
  p.cover_id::text AS "coverId", p.cover_alt AS "coverAlt"`;

/** A read of articles that visitors see, kept until one of them is another. */
function kept<Arguments extends readonly (string | number | null)[], Value>(
  name: string,
  read: (...args: Arguments) => Promise<Value>,
): (...args: Arguments) => Promise<Value> {
  return cached<Arguments, Value>(name, () => [cacheTags.posts()], read);
}

export interface ArticleCard {
  slug: string;
  language: string;
  title: string;
  summary: string;
  publishedAt: Date;
  author: string;
  coverId: string | null;
  coverAlt: string;
}

export interface BlogPage {
  articles: ArticleCard[];
  /** How many pages there are, at least one. */
  pages: number;
}

/**
 * A page of the blog in one language, the latest first; null for a page that there is not.
 * @param page from 1 on
 */
export async function blogPage(language: string, page: number): Promise<BlogPage | null> {
  const total = await countArticles(language);
  const pages = 1 + Math.ceil(Math.max(0, total - FIRST_PAGE) / LATER_PAGES);
  if (page > pages) return null;
  return { articles: await readPage(language, page), pages };
}

/** How many articles visitors see in a language. */
export const countArticles = kept("articles-count", countNow);

async function countNow(language: string): Promise<number> {
  const [row] = await database().$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM posts p WHERE p.language = ${language} AND ${VISIBLE}`;
  return row?.total ?? 0;
}

const readPage = kept("articles-page", (language: string, page: number) => {
  const [limit, offset] = page === 1 ? [FIRST_PAGE, 0] : [LATER_PAGES, FIRST_PAGE + (page - 2) * LATER_PAGES];
  return database().$queryRaw<ArticleCard[]>`
    SELECT ${COLUMNS} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.language = ${language} AND ${VISIBLE}
    ORDER BY p.published_at DESC, p.id DESC LIMIT ${limit} OFFSET ${offset}`;
});

const MINUTE_MS = 60_000;

/**
 * Articles of one language drawn at random, `count` of them or as many as there are. Within a minute of the clock, in UTC,
 * every process and every machine draws the same ones; what is made of them is kept no longer than that minute.
 */
export function randomArticles(language: string, count: number, now: Date): Promise<ArticleCard[]> {
  return drawnArticles(language, count, Math.floor(now.getTime() / MINUTE_MS));
}

const drawnArticles = cached<[language: string, count: number, minute: number], ArticleCard[]>(
  "articles-random",
  () => [cacheTags.posts()],
  async (language, count, minute) => {
    const places = drawPlaces(await countNow(language), count, `${language} ${minute}`);
    if (places.length === 0) return [];
    // Along the index to each place: in random order every article would have to be read.
    return database().$queryRaw<ArticleCard[]>`
      SELECT ${COLUMNS} FROM unnest(${places}::int[]) WITH ORDINALITY AS drawn (place, nth)
      CROSS JOIN LATERAL (
        SELECT * FROM posts p WHERE p.language = ${language} AND ${VISIBLE}
        ORDER BY p.published_at DESC, p.id DESC LIMIT 1 OFFSET drawn.place
      ) p
      JOIN users u ON u.id = p.author_id ORDER BY drawn.nth`;
  },
  (_language, _count, minute) => Math.ceil(((minute + 1) * MINUTE_MS - Date.now()) / 1_000),
);

/** So many different numbers below the total, in the order drawn; all of them where there are no more. */
function drawPlaces(total: number, count: number, seed: string): number[] {
  const places = new Set<number>();
  for (let nth = 0; places.size < Math.min(total, count); nth += 1)
    places.add(createHash("sha256").update(`${seed} ${nth}`).digest().readUIntBE(0, 6) % total);
  return [...places];
}

export interface PublishedArticle extends ArticleCard {
  /** Sanitized HTML. */
  body: string;
  updatedAt: Date;
  minutes: number;
}

/** One article as visitors see it; null where they see none. */
export async function publishedArticle(slug: string): Promise<PublishedArticle | null> {
  return slugPattern.test(slug) && slug.length <= 200 ? readArticle(slug) : null;
}

const readArticle = kept("article", async (slug: string): Promise<PublishedArticle | null> => {
  const [found] = await database().$queryRaw<Omit<PublishedArticle, "minutes">[]>`
    SELECT ${COLUMNS}, p.body, greatest(p.updated_at, p.published_at) AS "updatedAt" FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.slug = ${slug} AND ${VISIBLE}`;
  return found === undefined ? null : { ...found, minutes: readingMinutes(found.body) };
});

/**
 * Three other articles of the same language, those first whose title and summary share the most with this one's,
 * among the latest; where nothing is shared, simply the latest.
 */
export const relatedArticles = kept("articles-related", (slug: string) => {
  return database().$queryRaw<ArticleCard[]>`
    WITH this AS (
      SELECT id, language, CASE language WHEN 'ru' THEN 'russian' ELSE 'english' END::regconfig AS words,
        title || ' ' || summary AS text FROM posts WHERE slug = ${slug}),
    wanted AS (
      SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS query
      FROM this, unnest(to_tsvector(this.words, this.text))),
    latest AS (
      SELECT p.* FROM posts p WHERE p.language = (SELECT language FROM this) AND p.id <> (SELECT id FROM this)
        AND ${VISIBLE} ORDER BY p.published_at DESC, p.id DESC LIMIT ${RELATED_AMONG})
    SELECT ${COLUMNS} FROM latest p JOIN users u ON u.id = p.author_id, this, wanted
    ORDER BY coalesce(ts_rank(to_tsvector(this.words, p.title || ' ' || p.summary), wanted.query), 0) DESC,
      p.published_at DESC, p.id DESC LIMIT ${RELATED}`;
});

/** The latest articles of a language, whole, for the feed. */
export const feedArticles = kept("articles-feed", (language: string) => {
  return database().$queryRaw<(ArticleCard & { body: string })[]>`
    SELECT ${COLUMNS}, p.body FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.language = ${language} AND ${VISIBLE}
    ORDER BY p.published_at DESC, p.id DESC LIMIT ${IN_FEED}`;
});

/** The addresses of all articles, for search engines. */
export const articleAddresses = kept("articles-addresses", () => {
  return database().$queryRaw<{ slug: string; language: string; updatedAt: Date }[]>`
    SELECT p.slug, p.language, greatest(p.updated_at, p.published_at) AS "updatedAt" FROM posts p
    WHERE ${VISIBLE} ORDER BY p.published_at DESC, p.id DESC LIMIT ${IN_SITEMAP}`;
});
