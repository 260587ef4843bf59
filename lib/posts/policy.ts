import type { Actor } from "@/lib/users/policy";

/** BLOG_OPEN_AUTHORSHIP: whether users write articles too. */
interface Authorship {
  open: boolean;
}

/** Begin an article: content managers and admins; users where authorship is open. */
export function mayWriteArticles(actor: Actor, { open }: Authorship): boolean {
  return writesAll(actor) || (open && actor.role === "user");
}

/** Change, publish and delete this article: content managers and admins any, users where it is open their own. */
export function mayChangeArticle(actor: Actor, article: { authorId: string }, { open }: Authorship): boolean {
  return writesAll(actor) || (open && actor.role === "user" && actor.id === article.authorId);
}

function writesAll(actor: Actor): boolean {
  return actor.role === "content_manager" || actor.role === "admin";
}
