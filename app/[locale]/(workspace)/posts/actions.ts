"use server";

import { refresh, updateTag } from "next/cache";
import { z } from "zod";
import { nothingSaved, type SaveState } from "@/components/posts/article-states";
import { currentPerson } from "@/lib/auth/session";
import { cacheTags } from "@/lib/cache/tags";
import type { CommandResult } from "@/lib/commands/result";
import { redirect } from "@/lib/i18n/navigation";
import { knownLocale } from "@/lib/i18n/routing";
import { instantOf } from "@/lib/posts/local-time";
import { deleteArticle, publishArticle, scheduleArticle, unpublishArticle } from "@/lib/posts/publish";
import { previewText } from "@/lib/posts/queries";
import { createArticle, saveArticle } from "@/lib/posts/save";
import { articleFieldNames, articleSchema, sourceSchema, type Article } from "@/lib/posts/schema";

// Bound by the pages, but an action's arguments come from the browser all the same.
const editedInput = z.object({ postId: z.string(), version: z.coerce.number().int() });
const begunInput = z.uuid();
const localInput = z.string().max(40);

/** Begins an article, under the id that its form carries, and leads to its editor; answers only with a refusal. */
export async function beginArticleHere(
  locale: string,
  _before: SaveState,
  form: FormData,
): Promise<SaveState> {
  const person = await currentPerson();
  if (person === null) return refusedState("signed_out");
  const postId = begunInput.safeParse(form.get("postId"));
  const article = articleIn(form);
  if (!postId.success || article === null) return refusedState("invalid");
  const result = await createArticle(person, postId.data, article);
  if (!result.ok) return refusedState(result.code);
  if (result.value.isShown) updateTag(cacheTags.posts());
  return redirect({ href: `/posts/${result.value.postId}`, locale: knownLocale(locale) });
}

/** Saves an article that is there already. */
export async function saveArticleHere(
  postId: string,
  _before: SaveState,
  form: FormData,
): Promise<SaveState> {
  const person = await currentPerson();
  if (person === null) return refusedState("signed_out");
  const edited = editedInput.safeParse({ postId, version: form.get("version") });
  const article = articleIn(form);
  if (!edited.success || article === null) return refusedState("invalid");
  const result = await saveArticle(person, edited.data, article);
  if (!result.ok) return refusedState(result.code);
  if (result.value.isShown) updateTag(cacheTags.posts());
  // The page's own heading.
  refresh();
  const { slug, version } = result.value;
  return { refusal: null, saved: { slug, version } };
}

/** Shows an article to everybody; answers with the code of a refusal, null when done. */
export async function publishHere(postId: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  return shown(await publishArticle(person, postId));
}

/** Makes an article a draft again; answers with the code of a refusal, null when done. */
export async function unpublishHere(postId: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  return shown(await unpublishArticle(person, postId));
}

/** Schedules an article to a local time in the person's zone; answers with the code of a refusal, null when done. */
export async function scheduleHere(postId: string, local: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = localInput.safeParse(local);
  const at = input.success ? instantOf(input.data, person.timeZone) : null;
  if (at === null) return "time_missing";
  return shown(await scheduleArticle(person, postId, at));
}

/** Deletes an article and leads to the list; answers only with the code of a refusal. */
export async function deleteHere(locale: string, postId: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const code = shown(await deleteArticle(person, postId));
  return code ?? redirect({ href: "/posts", locale: knownLocale(locale) });
}

/**
 * The HTML that a text would be kept as.
 * @param postId null for an article that is not there yet
 */
export async function previewHere(
  postId: string | null,
  source: string,
): Promise<{ html: string } | { code: string }> {
  const person = await currentPerson();
  if (person === null) return { code: "signed_out" };
  const input = z.object({ postId: z.uuid().nullable(), source: sourceSchema }).safeParse({ postId, source });
  if (!input.success) return { code: "invalid" };
  const html = await previewText(person, input.data);
  return html === null ? { code: "forbidden" } : { html };
}

/** What visitors see may be another thing now. */
function shown(result: CommandResult<null>): string | null {
  if (!result.ok) return result.code;
  updateTag(cacheTags.posts());
  return null;
}

function refusedState(code: string): SaveState {
  return { ...nothingSaved, refusal: code };
}

function articleIn(form: FormData): Article | null {
  const fields = Object.fromEntries(articleFieldNames.map((name) => [name, form.get(name)]));
  const input = articleSchema.safeParse(fields);
  return input.success ? input.data : null;
}
