import { randomUUID } from "node:crypto";
import { createArticle, type SavedArticle } from "@/lib/posts/save";
import { articleSchema, type Article, type ArticleFields } from "@/lib/posts/schema";
import type { Actor } from "@/lib/users/policy";

/** An article as it could be sent, in English. */
export function article(fields: Partial<ArticleFields> = {}): Article {
  const texts = { title: `News ${randomUUID()}`, summary: "In short", source: "Some *text*" };
  return articleSchema.parse({ ...texts, language: "en", slug: "", coverId: "", coverAlt: "", ...fields });
}

/** A draft of somebody who may write. */
export async function begunBy(actor: Actor, fields: Partial<ArticleFields> = {}): Promise<SavedArticle> {
  const made = await createArticle(actor, randomUUID(), article(fields));
  if (!made.ok) throw new Error(made.code);
  return made.value;
}
