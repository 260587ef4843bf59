import { v7 as uuidv7 } from "uuid";
import { done, refused, type CommandResult } from "@/lib/command-result";
import type { Queryable } from "@/lib/db";
import { asWriter, onArticle } from "@/lib/posts/locked-article";
import type { Article } from "@/lib/posts/schema";
import { freeSlug, slugOf } from "@/lib/posts/slug";
import { dropPictures, isCoverOf } from "@/lib/posts/stored-pictures";
import { keepPictures, readText } from "@/lib/posts/text-pictures";
import { isUniqueViolation } from "@/lib/unique-violation";
import type { Actor } from "@/lib/users/policy";

export type SaveRefusal =
  | "forbidden"
  | "not_found"
  | "slug_taken"
  | "no_cover"
  | "changed_meanwhile"
  | "empty"
  | "picture_alt"
  | "picture_gone";

export interface SavedArticle {
  postId: string;
  /** The address from now on. */
  slug: string;
  /** Changes with every save; the next one has to name it. */
  version: number;
  /** Whether visitors see it, or will without anybody doing anything. */
  isShown: boolean;
}

const TRIES = 3;

/** Begins an article, as a draft of whoever asks. Without a slug it gets a free one of its title. */
export async function createArticle(
  actor: Actor,
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  // Somebody may take the free slug between looking and writing.
  for (let tried = 0; tried < TRIES; tried += 1) {
    const result = await asWriter<SavedArticle, SaveRefusal>(actor, async (tx, writer) => {
      const text = await readText(tx, writer, null, article.source);
      if (text.fault !== null) return refused(text.fault);
      const coverId = article.coverId || null;
      if (coverId !== null && !(await isCoverOf(tx, coverId, actor.id))) return refused("no_cover");
      const slug = article.slug || (await freeSlugOf(tx, article.title));
      const id = uuidv7();
      const [made] = await tx.$queryRaw<{ updatedAt: Date }[]>`
        INSERT INTO posts (id, author_id, slug, language, title, summary, source, body, cover_id, cover_alt, created_at,
          updated_at)
        VALUES (${id}::uuid, ${actor.id}::uuid, ${slug}, ${article.language}, ${article.title}, ${article.summary},
          ${article.source}, ${text.body}, ${coverId}::uuid, ${article.coverAlt}, engine_now(), engine_now())
        ON CONFLICT (slug) DO NOTHING RETURNING updated_at AS "updatedAt"`;
      if (made === undefined) return refused("slug_taken");
      await keepPictures(tx, id, text.pictureIds);
      return done({ postId: id, slug, version: made.updatedAt.getTime(), isShown: false });
    });
    if (result.ok || result.code !== "slug_taken" || article.slug !== "") return result;
  }
  return refused("slug_taken");
}

/**
 * Saves an article that somebody may change. One that has had a time of publication keeps its address. Refused where
 * somebody else has saved it since.
 * @param version of the last save that the person has seen
 */
export async function saveArticle(
  actor: Actor,
  { postId, version }: { postId: string; version: number },
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  try {
    return await saveLocked(actor, { postId, version }, article);
  } catch (error) {
    // Another article took the address at this very moment.
    if (isUniqueViolation(error)) return refused("slug_taken");
    throw error;
  }
}

function saveLocked(
  actor: Actor,
  { postId, version }: { postId: string; version: number },
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  return onArticle<SavedArticle, SaveRefusal>(actor, postId, async (tx, before, writer) => {
    if (before.updatedAt.getTime() !== version) {
      // The answer to the very same save was lost, and it is asked for again.
      const isSame = await isKept(tx, postId, article);
      return isSame ? done(savedAs(postId, before)) : refused("changed_meanwhile");
    }
    if (before.status !== "draft" && article.source.trim() === "") return refused("empty");
    const text = await readText(tx, writer, postId, article.source);
    if (text.fault !== null) return refused(text.fault);
    const coverId = article.coverId || null;
    const isNewCover = coverId !== null && coverId !== before.coverId;
    if (isNewCover && !(await isCoverOf(tx, coverId, actor.id))) return refused("no_cover");
    const slug = before.hasTime ? before.slug : article.slug || before.slug;
    if (slug !== before.slug && (await takenSlugs(tx, slug)).has(slug)) return refused("slug_taken");
    const [saved] = await tx.$queryRaw<{ updatedAt: Date }[]>`
      UPDATE posts SET slug = ${slug}, language = ${article.language}, title = ${article.title},
        summary = ${article.summary}, source = ${article.source}, body = ${text.body}, cover_id = ${coverId}::uuid,
        cover_alt = ${article.coverAlt},
        updated_at = greatest(engine_now(), updated_at + interval '1 millisecond')
      WHERE id = ${postId}::uuid AND updated_at = ${before.updatedAt} RETURNING updated_at AS "updatedAt"`;
    if (saved === undefined) return refused("changed_meanwhile");
    await keepPictures(tx, postId, text.pictureIds);
    if (before.coverId !== null && before.coverId !== coverId) await dropPictures(tx, [before.coverId]);
    return done(savedAs(postId, { slug, updatedAt: saved.updatedAt, status: before.status }));
  });
}

function savedAs(
  postId: string,
  { slug, updatedAt, status }: { slug: string; updatedAt: Date; status: string },
): SavedArticle {
  return { postId, slug, version: updatedAt.getTime(), isShown: status !== "draft" };
}

async function isKept(tx: Queryable, postId: string, article: Article): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM posts WHERE id = ${postId}::uuid AND title = ${article.title} AND summary = ${article.summary}
      AND source = ${article.source} AND language = ${article.language} AND cover_alt = ${article.coverAlt}
      AND cover_id IS NOT DISTINCT FROM ${article.coverId || null}::uuid`;
  return found.length > 0;
}

async function freeSlugOf(tx: Queryable, title: string): Promise<string> {
  const slug = slugOf(title);
  return freeSlug(slug, await takenSlugs(tx, slug));
}

/** The slug and its numbered sisters, as far as articles have them. */
async function takenSlugs(tx: Queryable, slug: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ slug: string }[]>`
    SELECT slug FROM posts
    WHERE slug = ${slug} OR (slug COLLATE "C" > ${`${slug}-`} AND slug COLLATE "C" < ${`${slug}.`})`;
  return new Set(rows.map((row) => row.slug));
}
