"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { Control } from "react-hook-form";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { LanguageField } from "@/components/forms/language-field";
import { TextField } from "@/components/forms/text-field";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { CoverField } from "@/components/posts/cover-field";
import { ArticleActions } from "@/components/posts/article-actions";
import { PublicationBar, type PublicationCommands } from "@/components/posts/publication-bar";
import { SourceField, type Preview } from "@/components/posts/source-field";
import { useArticleForm, type SaveArticle } from "@/components/posts/use-article-form";
import { useAnnouncedOutcome } from "@/components/ui/toasts";
import type { ArticleFields, ArticleState } from "@/lib/posts/schema";

const FORM = "article";

interface ArticleEditorProps {
  fields: ArticleFields;
  /** What is there already; null for an article that is yet to be saved for the first time. */
  article: {
    id: string;
    title: string;
    slug: string;
    state: ArticleState;
    version: number;
    /** Its address is known to people and does not change any more. */
    isSlugFixed: boolean;
    commands: PublicationCommands;
  } | null;
  /** Whose unsaved text it is that waits in the browser. */
  writerId: string;
  timeZone: string;
  save: SaveArticle;
  preview: Preview;
}

/** Writes an article. Nothing typed is lost when saving is refused, or when the page is left. */
export function ArticleEditor({ fields, article, writerId, timeZone, save, preview }: ArticleEditorProps) {
  const t = useTranslations("articles");
  const warning = useTranslations("forms.unsaved");
  const { form, isDirty, basis, unsaved } = useArticleForm({ fields, article, writerId, save });
  const { control, setValue, isPending, state } = form;
  // An article that is begun is saved by going to its own page.
  useUnsavedWarning(isDirty && !isPending, warning("leave"));
  useAnnouncedOutcome(isPending, state.status === "done" ? t("saved") : null);
  return (
    <>
      {article && <ArticleActions article={article} commands={article.commands} />}
      <ActionForm
        id={FORM}
        form={{ ...form, unsaved }}
        className="mt-8 grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <input type="hidden" name="postId" value={basis.beginId} />
        <input type="hidden" name="version" value={basis.version} />
        <div className="flex flex-col gap-5">
          <TextField
            control={control}
            name="title"
            label={t("field.title")}
            inputClass="h-12 font-display text-lg"
          />
          <TextField
            control={control}
            name="summary"
            label={t("field.summary")}
            hint={t("field.summaryHint")}
            rows={3}
          />
          <SourceField
            control={control}
            read={form.getValues}
            change={(source) => setValue("source", source, { shouldDirty: true })}
            preview={preview}
          />
        </div>
        <Beside control={control} isSlugFixed={article?.isSlugFixed ?? false} />
      </ActionForm>
      {/* In sight wherever the text is scrolled to. */}
      <div className="sticky bottom-0 z-10 -mx-4 mt-8 flex flex-col gap-3 border-t border-separator bg-background px-4 py-3 sm:-mx-6 sm:px-6">
        <FormOutcome form={form} />
        <div className="flex flex-wrap items-start gap-2">
          <Button type="submit" form={FORM} isPending={isPending} isDisabled={unsaved !== null}>
            {t(article === null ? "saveDraft" : "save")}
          </Button>
          {article && (
            <PublicationBar
              article={article}
              commands={article.commands}
              timeZone={timeZone}
              isDirty={isDirty}
            />
          )}
        </div>
      </div>
    </>
  );
}

interface BesideProps {
  control: Control<ArticleFields, unknown, unknown>;
  isSlugFixed: boolean;
}

/** What stands beside the text: cover, language, address. */
function Beside({ control, isSlugFixed }: BesideProps) {
  const t = useTranslations("articles.field");
  return (
    <div className="flex flex-col gap-8 rounded-xl border border-border bg-surface p-5 shadow-surface">
      <CoverField control={control} />
      <LanguageField control={control} name="language" label={t("language")} />
      <TextField
        control={control}
        name="slug"
        label={t("slug")}
        hint={t(isSlugFixed ? "slugFixed" : "slugHint")}
        isReadOnly={isSlugFixed}
      />
    </div>
  );
}
