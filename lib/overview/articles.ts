import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { routing } from "@/lib/i18n/routing";
import { authorship } from "@/lib/posts/authorship";
import { mayChangeArticle, mayWriteArticles } from "@/lib/posts/policy";
import type { Actor } from "@/lib/users/policy";

const SHOWN = 3;
/** Among how many of the latest of each language the most read are looked for. */
const MOST_READ_AMONG = 200;

export interface WrittenArticle {
  id: string;
  title: string;
  language: string;
  /** When a draft was saved last, or when it is or was to appear. */
  at: Date;
  views: number;
}

export interface WritersArticles {
  drafts: WrittenArticle[];
  scheduled: WrittenArticle[];
  mostRead: WrittenArticle[];
}

/** Three drafts, three that are to appear and the three most read, of those that somebody may change; null for who writes none. */
export async function writersArticles(actor: Actor): Promise<WritersArticles | null> {
  if (!mayWriteArticles(actor, authorship())) return null;
  const all = mayChangeArticle(actor, { authorId: "" }, authorship());
  const whose = all ? Prisma.empty : Prisma.sql`AND p.author_id = ${actor.id}::uuid`;
  const [drafts, scheduled, mostRead] = await Promise.all([
    readDrafts(whose),
    readScheduled(whose),
    readMostRead(whose),
  ]);
  return { drafts, scheduled, mostRead };
}

function readDrafts(whose: Prisma.Sql) {
  return database().$queryRaw<WrittenArticle[]>`
    SELECT p.id, p.title, p.language, p.updated_at AS at, p.views FROM posts p
    WHERE p.status = 'draft' ${whose} ORDER BY p.updated_at DESC, p.id DESC LIMIT ${SHOWN}`;
}

function readScheduled(whose: Prisma.Sql) {
  return database().$queryRaw<WrittenArticle[]>`
    SELECT p.id, p.title, p.language, p.published_at AS at, p.views FROM posts p
    WHERE p.status = 'scheduled' AND p.published_at > engine_now() ${whose} ORDER BY p.published_at, p.id LIMIT ${SHOWN}`;
}

function readMostRead(whose: Prisma.Sql) {
  return database().$queryRaw<WrittenArticle[]>`
    SELECT latest.* FROM unnest(${[...routing.locales]}::text[]) AS said (language) CROSS JOIN LATERAL (
      SELECT p.id, p.title, p.language, p.published_at AS at, p.views FROM posts p
      WHERE p.language = said.language AND p.status <> 'draft' AND p.published_at <= engine_now() ${whose}
      ORDER BY p.published_at DESC, p.id DESC LIMIT ${MOST_READ_AMONG}
    ) latest WHERE latest.views > 0 ORDER BY latest.views DESC, latest.at DESC LIMIT ${SHOWN}`;
}
