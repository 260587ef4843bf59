"use client";

import { useActionState, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import { answerOf } from "@/components/posts/answer-of";
import { nothingSaved, type SaveState } from "@/components/posts/article-states";
import { knownLocale } from "@/lib/i18n/routing";
import { articleFieldNames, type ArticleFields } from "@/lib/posts/schema";

export type SaveArticle = (before: SaveState, form: FormData) => Promise<SaveState>;

/** Saves what the form carries. An article that is begun gets an id of this form, so that asked for twice it is one. */
export function useArticleSave(save: SaveArticle, fields: ArticleFields) {
  const [beginId] = useState(() => uuidv4());
  return useActionState(keeping(save, beginId), { ...nothingSaved, kept: fields });
}

interface Kept extends SaveState {
  /** What stood in the fields when it was saved last. */
  kept: ArticleFields;
}

/** The action, after which what was saved before still counts when it refuses or does not answer. */
function keeping(save: SaveArticle, beginId: string): (before: Kept, form: FormData) => Promise<Kept> {
  return async (before, form) => {
    form.set("postId", beginId);
    let { saved } = nothingSaved;
    const refusal = await answerOf(async () => {
      const answer = await save(nothingSaved, form);
      saved = answer.saved;
      return answer.refusal;
    });
    if (saved === null) return { ...before, refusal };
    return { refusal, saved, kept: { ...before.kept, ...sentFields(form), slug: saved.slug } };
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
