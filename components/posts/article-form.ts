"use client";

import { useActionState, useEffect, useState } from "react";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { v4 as uuidv4 } from "uuid";
import { answerOf } from "@/components/posts/answer-of";
import { isUnsaved, nothingSaved, type SaveState } from "@/components/posts/article-states";
import { forgetUnsaved, useUnsavedText } from "@/components/posts/unsaved-text";
import { knownLocale } from "@/lib/i18n/routing";
import { articleFieldNames, type Article, type ArticleFields } from "@/lib/posts/schema";

export type SaveArticle = (before: SaveState, form: FormData) => Promise<SaveState>;

interface ArticleFormOptions {
  form: Pick<UseFormReturn<ArticleFields, unknown, Article>, "control" | "setValue" | "reset">;
  fields: ArticleFields;
  /** Null for an article that is yet to be saved for the first time. */
  article: { id: string; version: number } | null;
  writerId: string;
  save: SaveArticle;
}

/** What stands in the form of an article, what of it is saved, and what was left in it before without being saved. */
export function useArticleForm({ form, fields, article, writerId, save }: ArticleFormOptions) {
  const place = `${writerId}:${article?.id ?? "new"}`;
  // The id is of this form alone, also where the browser shows the page once more: sent again, it begins no second
  // article.
  const [basis, setBasis] = useState(() => ({
    ...{ beginId: uuidv4(), version: article?.version ?? 0 },
    after: nothingSaved.saved,
  }));
  const [state, submit, isPending] = useActionState(
    keeping(save, basis.beginId, (sent) => forgetUnsaved(place, sent)),
    { ...nothingSaved, kept: fields },
  );
  const { control, setValue, reset } = form;
  const typed = useWatch({ control, compute: (values) => values });
  const { saved, kept } = state;
  useEffect(() => {
    if (saved !== null) setValue("slug", saved.slug);
  }, [saved, setValue]);
  const isDirty = isUnsaved(typed, kept);
  const version = saved === null || saved === basis.after ? basis.version : saved.version;
  const { left, settle } = useUnsavedText({
    ...{ place, shown: fields, isDirty },
    typed: { fields: typed, version, beginId: basis.beginId },
  });

  function bringBack(): void {
    if (left === null) return;
    reset(left.fields);
    // Over what somebody has saved since, it is not saved.
    setBasis({ beginId: left.beginId, version: left.version, after: saved });
    settle();
  }

  const unsaved = left && { bringBack, discard: settle };
  return { typed, submit, isPending, isDirty, version, refusal: state.refusal, unsaved };
}

interface Kept extends SaveState {
  /** What stood in the fields when it was saved last. */
  kept: ArticleFields;
}

/**
 * The action, after which what was saved before still counts when it refuses or does not answer.
 * @param leaving called with what was sent when it leads to another page
 */
function keeping(
  save: SaveArticle,
  beginId: string,
  leaving: (sent: Partial<ArticleFields>) => void,
): (before: Kept, form: FormData) => Promise<Kept> {
  return async (before, form) => {
    form.set("postId", beginId);
    let { saved } = nothingSaved;
    let isLeaving = true;
    try {
      const refusal = await answerOf(async () => {
        const answer = await save(nothingSaved, form);
        saved = answer.saved;
        return answer.refusal;
      });
      isLeaving = false;
      if (saved === null) return { ...before, refusal };
      return { refusal, saved, kept: { ...before.kept, ...sentFields(form), slug: saved.slug } };
    } finally {
      if (isLeaving) leaving(sentFields(form));
    }
  };
}

function sentFields(form: FormData): Partial<ArticleFields> {
  const fields: Partial<Record<keyof ArticleFields, string>> = {};
  for (const name of articleFieldNames) {
    const value = form.get(name);
    if (typeof value === "string") fields[name] = value;
  }
  return { ...fields, language: knownLocale(fields.language ?? "") };
}
