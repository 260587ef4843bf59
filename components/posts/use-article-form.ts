"use client";

import { useState } from "react";
import { useWatch } from "react-hook-form";
import { v4 as uuidv4 } from "uuid";
import { z } from "zod";
import { forgetUnsaved, useUnsavedText } from "@/components/forms/unsaved-text";
import { useActionForm } from "@/components/forms/use-action-form";
import { isUnsaved } from "@/components/posts/article-states";
import type { FormAction } from "@/lib/actions/state";
import { routing } from "@/lib/i18n/routing";
import { articleFieldNames, articleSchema, type ArticleFields } from "@/lib/posts/schema";
import type { SavedArticle } from "@/lib/posts/save";

export type SaveArticle = FormAction<SavedArticle>;

interface ArticleFormOptions {
  fields: ArticleFields;
  /** Null for an article that is yet to be saved for the first time. */
  article: { id: string; version: number } | null;
  writerId: string;
  save: SaveArticle;
}

const text = z.string();
const unsavedArticle = z.object({
  fields: z.object({
    ...{ title: text, summary: text, slug: text, source: text, coverId: text, coverAlt: text },
    language: z.enum(routing.locales),
  }),
  /** The save that it was written upon: over a later one it is not saved. */
  version: z.number(),
  /** The id of an article that is begun with it. */
  beginId: z.uuid(),
});

/** The form of an article, what of it is saved, and what was left in it before without being saved. */
export function useArticleForm({ fields, article, writerId, save }: ArticleFormOptions) {
  const place = `article:${writerId}:${article?.id ?? "new"}`;
  const [saved, setSaved] = useState(fields);
  // The id is of this form alone, also where the browser shows the page once more: sent again, it begins no second
  // article.
  const [basis, setBasis] = useState(() => ({ beginId: uuidv4(), version: article?.version ?? 0 }));
  const form = useActionForm({
    action: save,
    schema: articleSchema,
    defaults: fields,
    onDone: ({ slug, version }, sent) => {
      form.setValue("slug", slug);
      setSaved({ ...saved, ...articleIn(sent), slug });
      setBasis({ ...basis, version });
    },
    onLeave: (sent) =>
      forgetUnsaved(
        place,
        unsavedArticle,
        (stored) => !isUnsaved(stored.fields, { ...stored.fields, ...articleIn(sent) }),
      ),
  });
  const typed = useWatch({ control: form.control, compute: (values) => values });
  const isDirty = isUnsaved(typed, saved);
  const { left, settle } = useUnsavedText({
    ...{ place, shape: unsavedArticle },
    unsaved: isDirty ? { fields: typed, ...basis } : null,
    // Where the answer to a save was lost, what was typed is what is there.
    differs: (stored) => isUnsaved(stored.fields, fields),
  });

  function bringBack(): void {
    if (left === null) return;
    form.reset(left.fields);
    // Over what somebody has saved since, it is not saved.
    setBasis({ beginId: left.beginId, version: left.version });
    settle();
  }

  return { form, isDirty, basis, unsaved: left && { bringBack, discard: settle } };
}

function articleIn(form: FormData): Partial<ArticleFields> {
  const entries = articleFieldNames.map((name) => [name, form.get(name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}
