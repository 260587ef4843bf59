import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { asWriter, onArticle } from "@/lib/posts/locked-article";
import { readMarkdown } from "@/lib/posts/markdown";
import type { Article } from "@/lib/posts/schema";
import { freeSlug, slugOf } from "@/lib/posts/slug";
import { dropImages, holdImages, isCoverOf } from "@/lib/posts/stored-images";
import { retainImages, readText, type ReadText } from "@/lib/posts/text-images";
import { isUniqueViolation } from "@/lib/unique-violation";
import type { Actor } from "@/lib/users/policy";

export type SaveRefusal =
  | "forbidden"
  | "not_found"
  | "slug_taken"
  | "no_cover"
  | "changed_meanwhile"
  | "empty"
  | "image_alt"
  | "image_gone";

export interface SavedArticle {
  postId: string;
  /** The address from now on. */
  slug: string;
  /** Changes with every save; the next one has to name it. */
  version: number;
}

const TRIES = 3;

const slugTaken = { faults: { slug: "slug_taken" } };

/**
 * Begins an article, as a draft of whoever asks. Without a slug it gets a free one of its title. Asked for again because
 * the answer was lost, it saves the article that was begun, unless that was saved otherwise meanwhile.
 * @param postId made where it is written, anew for every article: nobody else's article may have it
 */
export async function createArticle(
  actor: Actor,
  postId: string,
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  // Between looking and writing, somebody may take the free slug, or the same form may have begun the article.
  for (let tried = 0; tried < TRIES; tried += 1) {
    const result = await insertArticle(actor, postId, article);
    if (result.ok) return result;
    if (result.code === "begun") return saveArticle(actor, { postId, version: "as begun" }, article);
    if (result.code !== "slug_taken") return refused(result.code);
  }
  return refused("slug_taken", slugTaken);
}

function insertArticle(
  actor: Actor,
  postId: string,
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal | "begun">> {
  return asWriter<SavedArticle, SaveRefusal | "begun">(actor, async (tx, writer) => {
    const begun = await tx.$queryRaw<unknown[]>`SELECT 1 FROM posts WHERE id = ${postId}::uuid`;
    if (begun.length > 0) return refused("begun");
    const text = await heldText(tx, writer, { postId, coverId: null }, article);
    if (text.fault !== null) return refused(text.fault);
    const coverId = article.coverId || null;
    if (coverId !== null && !(await isCoverOf(tx, coverId, actor.id))) return refused("no_cover");
    const slug = article.slug || (await freeSlugOf(tx, article.title));
    const [made] = await tx.$queryRaw<{ updatedAt: Date }[]>`
      INSERT INTO posts (id, author_id, slug, language, title, summary, source, body, cover_id, cover_alt, created_at,
        updated_at)
      VALUES (${postId}::uuid, ${actor.id}::uuid, ${slug}, ${article.language}, ${article.title}, ${article.summary},
        ${article.source}, ${text.body}, ${coverId}::uuid, ${article.coverAlt}, engine_now(), engine_now())
      ON CONFLICT DO NOTHING RETURNING updated_at AS "updatedAt"`;
    if (made === undefined) return refused("slug_taken", slugTaken);
    await retainImages(tx, postId, text.imageIds);
    return done({ postId, slug, version: made.updatedAt.getTime() });
  });
}

/** What somebody changes: an article, as they have seen it last. */
interface Edited {
  postId: string;
  /** Of the last save that the person has seen; "as begun" for who began it and has seen none. */
  version: number | "as begun";
}

/**
 * Saves an article that somebody may change. One that has had a time of publication keeps its address. Refused where
 * somebody else has saved it since.
 */
export async function saveArticle(
  actor: Actor,
  edited: Edited,
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  try {
    return await saveLocked(actor, edited, article);
  } catch (error) {
    // Another article took the address at this very moment.
    if (isUniqueViolation(error)) return refused("slug_taken", slugTaken);
    throw error;
  }
}

function saveLocked(
  actor: Actor,
  { postId, version }: Edited,
  article: Article,
): Promise<CommandResult<SavedArticle, SaveRefusal>> {
  return onArticle<SavedArticle, SaveRefusal>(actor, postId, async (tx, before, writer) => {
    if (version === "as begun" && before.authorId !== actor.id) return refused("not_found");
    const seen = version === "as begun" ? before.createdAt.getTime() : version;
    const isSeen = before.updatedAt.getTime() === seen;
    // The answer to the very same save was lost, and it is asked for again.
    if ((!isSeen || version === "as begun") && (await isStored(tx, postId, article)))
      return savedAs(postId, before);
    if (!isSeen) return refused("changed_meanwhile");
    if (before.status !== "draft" && article.source.trim() === "") return refused("empty");
    const text = await heldText(tx, writer, { postId, coverId: before.coverId }, article);
    if (text.fault !== null) return refused(text.fault);
    const coverId = article.coverId || null;
    const isNewCover = coverId !== null && coverId !== before.coverId;
    if (isNewCover && !(await isCoverOf(tx, coverId, actor.id))) return refused("no_cover");
    const slug = before.hasTime ? before.slug : article.slug || before.slug;
    if (slug !== before.slug && (await takenSlugs(tx, slug)).has(slug))
      return refused("slug_taken", slugTaken);
    const [saved] = await tx.$queryRaw<{ updatedAt: Date }[]>`
      UPDATE posts SET slug = ${slug}, language = ${article.language}, title = ${article.title},
        summary = ${article.summary}, source = ${article.source}, body = ${text.body}, cover_id = ${coverId}::uuid,
        cover_alt = ${article.coverAlt},
        updated_at = greatest(engine_now(), updated_at + interval '1 millisecond')
      WHERE id = ${postId}::uuid AND updated_at = ${before.updatedAt} RETURNING updated_at AS "updatedAt"`;
    if (saved === undefined) return refused("changed_meanwhile");
    await retainImages(tx, postId, text.imageIds);
    if (before.coverId !== null && before.coverId !== coverId) await dropImages(tx, [before.coverId]);
    return savedAs(postId, { slug, updatedAt: saved.updatedAt, status: before.status });
  });
}

/** The text as it will be kept. Whatever pictures the article has, or is to have, are held from now on. */
async function heldText(
  tx: Queryable,
  writer: Actor,
  before: { postId: string; coverId: string | null },
  article: Article,
): Promise<ReadText> {
  const text = readMarkdown(article.source);
  const named = text.images.map(({ id }) => id);
  await holdImages(tx, before.postId, [before.coverId, article.coverId, ...named]);
  return readText(tx, writer, before.postId, text);
}

/** One that visitors see, or will without anybody doing anything, is made anew for them. */
function savedAs(
  postId: string,
  { slug, updatedAt, status }: { slug: string; updatedAt: Date; status: string },
): CommandResult<SavedArticle, never> {
  const tags = status === "draft" ? [] : [cacheTags.posts()];
  return done({ postId, slug, version: updatedAt.getTime() }, { tags });
}

/** Whether a save would change nothing; an address only counts as long as it may change. */
async function isStored(tx: Queryable, postId: string, article: Article): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM posts WHERE id = ${postId}::uuid AND title = ${article.title} AND summary = ${article.summary}
      AND source = ${article.source} AND language = ${article.language} AND cover_alt = ${article.coverAlt}
      AND cover_id IS NOT DISTINCT FROM ${article.coverId || null}::uuid
      AND (${article.slug} = '' OR slug = ${article.slug} OR published_at IS NOT NULL)`;
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
