"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { done, refused } from "@/lib/commands/result";
import { instantOf } from "@/lib/posts/local-time";
import {
  deleteArticle as remove,
  publishArticle as publish,
  scheduleArticle as schedule,
  unpublishArticle as unpublish,
} from "@/lib/posts/publish";
import { previewText } from "@/lib/posts/queries";
import { createArticle as create, saveArticle as save } from "@/lib/posts/save";
import { articleFieldsSchema, coverNeedsAlt, sourceSchema } from "@/lib/posts/schema";

/** Begins an article, under the id that its form carries, and leads to its editor. */
export const createArticle = action({
  input: articleFieldsSchema.extend({ postId: z.uuid() }).refine(...coverNeedsAlt),
  run: (user, { postId, ...article }) => create(user, postId, article),
  then: ({ postId }) => `/posts/${postId}`,
});

/** Saves an article that is there already, over the version that its writer has seen. */
export const saveArticle = action({
  bound: z.uuid(),
  input: articleFieldsSchema.extend({ version: z.coerce.number().int() }).refine(...coverNeedsAlt),
  run: (user, { version, ...article }, { bound: postId }) => save(user, { postId, version }, article),
});

/** Shows an article to everybody. */
export const publishArticle = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => publish(user, bound),
});

/** Makes an article a draft again. */
export const unpublishArticle = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => unpublish(user, bound),
});

/** Schedules an article to a local time in the user's zone. */
export const scheduleArticle = action({
  bound: z.uuid(),
  input: z.object({ at: z.string().max(40) }),
  run: async (user, input, { bound }) => {
    const at = instantOf(input.at, user.timeZone);
    return at === null
      ? refused("time_missing", { faults: { at: "time_missing" } })
      : schedule(user, bound, at);
  },
});

/** Deletes an article and leads to the list. */
export const deleteArticle = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => remove(user, bound),
  then: () => "/posts",
});

/** The HTML that a text would be saved as; bound to the article, null for one that is not there yet. */
export const previewArticle = action({
  bound: z.uuid().nullable(),
  input: z.object({ source: sourceSchema }),
  silent: true,
  run: async (user, { source }, { bound: postId }) => {
    const html = await previewText(user, { postId, source });
    return html === null ? refused("forbidden") : done({ html });
  },
});
