import type { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { readTimeKey, writeTimeKey } from "@/lib/paging/keyset";
import { likePattern } from "@/lib/paging/like-pattern";
import { authorship } from "@/lib/posts/authorship";
import { readMarkdown } from "@/lib/posts/markdown";
import { mayChangeArticle, mayWriteArticles } from "@/lib/posts/policy";
import type { ArticleState } from "@/lib/posts/schema";
import { ofState, stateOf } from "@/lib/posts/state";
import { readText } from "@/lib/posts/text-images";
import type { Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export interface ArticleRow {
  id: string;
  title: string;
  slug: string;
  language: string;
  state: ArticleState;
  author: string;
  publishedAt: Date | null;
  updatedAt: Date;
  views: number;
}

export interface ArticleFilter {
  /** Part of the title, without case; "" for all. */
  search: string;
  state: ArticleState | null;
  /** `next` of the page before; null for the first. */
  after: string | null;
}

/**
 * The articles that somebody may change, the newest first, twenty a page: all of them for content managers and admins,
 * their own for users where authorship is open. Null for who may write none.
 */
export async function articlesToWrite(
  actor: Actor,
  { search, state, after }: ArticleFilter,
): Promise<{ rows: ArticleRow[]; next: string | null } | null> {
  if (!mayWriteArticles(actor, authorship())) return null;
  const key = readTimeKey(after ?? undefined);
  const now = await databaseNow();
  const found = await database().post.findMany({
    where: {
      ...titled(actor, search),
      ...(state !== null && ofState(state, now)),
      ...(key && {
        createdAt: { lte: key.at },
        OR: [{ createdAt: { lt: key.at } }, { id: { lt: key.id } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE + 1,
    select: rowColumns,
  });
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const next = found.length > PAGE_SIZE && last ? writeTimeKey({ at: last.createdAt, id: last.id }) : null;
  return { rows: rows.map((row) => toRow(row, now)), next };
}

/** How many of them a search finds in each state; none for who may write none. */
export async function articleCounts(actor: Actor, search: string): Promise<Record<ArticleState, number>> {
  if (!mayWriteArticles(actor, authorship())) return { draft: 0, scheduled: 0, published: 0 };
  const now = await databaseNow();
  const count = (state: ArticleState) =>
    database().post.count({ where: { ...titled(actor, search), ...ofState(state, now) } });
  const [draft, scheduled, published] = await Promise.all([
    count("draft"),
    count("scheduled"),
    count("published"),
  ]);
  return { draft, scheduled, published };
}

/** What somebody may change, narrowed by a search. */
function titled(actor: Actor, search: string): Prisma.PostWhereInput {
  return {
    ...(!mayChangeAll(actor) && { authorId: actor.id }),
    ...(search !== "" && { title: { contains: likePattern(search), mode: "insensitive" } }),
  };
}

export interface EditedArticle extends ArticleRow {
  summary: string;
  /** Markdown. */
  source: string;
  /** Sanitized HTML of it. */
  body: string;
  coverId: string | null;
  coverAlt: string;
}

/** One article for who may change it; null when there is none, or none for them. */
export async function articleToWrite(actor: Actor, postId: string): Promise<EditedArticle | null> {
  if (!isId(postId)) return null;
  const found = await database().post.findUnique({
    where: { id: postId },
    select: {
      ...rowColumns,
      authorId: true,
      summary: true,
      source: true,
      body: true,
      coverId: true,
      coverAlt: true,
    },
  });
  if (found === null || !mayChangeArticle(actor, found, authorship())) return null;
  const { summary, source, body, coverId, coverAlt } = found;
  return { ...toRow(found, await databaseNow()), summary, source, body, coverId, coverAlt };
}

/**
 * The HTML that a text would be kept as; null for who writes no articles. Pictures that could not be kept with it are
 * not shown.
 * @param postId null for an article that is not there yet
 */
export async function previewText(
  actor: Actor,
  { postId, source }: { postId: string | null; source: string },
): Promise<string | null> {
  if (!mayWriteArticles(actor, authorship())) return null;
  return (await readText(database(), actor, postId, readMarkdown(source))).body;
}

function mayChangeAll(actor: Actor): boolean {
  return mayChangeArticle(actor, { authorId: "" }, authorship());
}

/** What visitors see is asked of the same clock. */
async function databaseNow(): Promise<Date> {
  const [row] = await database().$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  if (row === undefined) throw new Error("The database tells no time.");
  return row.now;
}

const rowColumns = {
  id: true,
  title: true,
  slug: true,
  language: true,
  status: true,
  publishedAt: true,
  createdAt: true,
  updatedAt: true,
  views: true,
  author: { select: { name: true } },
} as const;

function toRow(found: Prisma.PostGetPayload<{ select: typeof rowColumns }>, now: Date): ArticleRow {
  const { id, title, slug, language, publishedAt, updatedAt, views, author } = found;
  const state = stateOf(found, now);
  return { id, title, slug, language, state, author: author.name, publishedAt, updatedAt, views };
}
