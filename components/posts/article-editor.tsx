"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useForm, useWatch, type Control } from "react-hook-form";
import { ArticleField } from "@/components/posts/article-field";
import { useArticleForm, type SaveArticle } from "@/components/posts/article-form";
import { ArticleLanguageField } from "@/components/posts/article-language-field";
import { ArticleRefusal } from "@/components/posts/article-texts";
import { CoverField } from "@/components/posts/cover-field";
import { PublicationBar, type PublicationCommands } from "@/components/posts/publication-bar";
import { SourceField, type Preview } from "@/components/posts/source-field";
import { UnsavedOffer } from "@/components/forms/unsaved-offer";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { Notice } from "@/components/ui/notice";
import { useAnnouncedOutcome } from "@/components/ui/toasts";
import { checkedFirst } from "@/components/users/submitting";
import { articleSchema, type ArticleFields, type ArticleState } from "@/lib/posts/schema";

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
  const form = useForm({ resolver: zodResolver(articleSchema), defaultValues: fields });
  const { control, handleSubmit, setValue } = form;
  const { typed, version, submit, isPending, isDirty, refusal, unsaved } = useArticleForm({
    ...{ form, fields, article, writerId, save },
  });
  const imageId = typed.coverId;
  // An article that is begun is saved by going to its own page.
  useUnsavedWarning(isDirty && !isPending, t("leave"));
  useAnnouncedOutcome(isPending, refusal === null ? t("saved") : null);
  return (
    <>
      {article && (
        <PublicationBar article={article} commands={article.commands} timeZone={timeZone} isDirty={isDirty} />
      )}
      {unsaved && (
        // Seen wherever the browser has scrolled to: the form is shut until it is answered.
        <div className="sticky top-20 z-10 mt-6 rounded-xl bg-background">
          <UnsavedOffer {...unsaved} />
        </div>
      )}
      <form
        action={submit}
        onSubmit={checkedFirst(handleSubmit, submit)}
        noValidate
        // Of two texts, the one below and the one that was left, only one can be kept.
        inert={unsaved !== null}
        className="mt-8 grid items-start inert:opacity-50 gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="coverId" value={imageId} />
        {imageId === "" && <input type="hidden" name="coverAlt" value="" />}
        <div className="flex flex-col gap-5">
          <ArticleField
            control={control}
            name="title"
            label={t("field.title")}
            inputClass="h-12 font-display text-lg"
          />
          <ArticleField
            control={control}
            name="summary"
            label={t("field.summary")}
            hint={t("field.summaryHint")}
            rows={2}
          />
          <SourceField
            control={control}
            read={form.getValues}
            change={(source) => setValue("source", source, { shouldDirty: true })}
            preview={preview}
          />
        </div>
        <Beside
          control={control}
          isSlugFixed={article?.isSlugFixed ?? false}
          changeCover={(chosen) => setValue("coverId", chosen, { shouldDirty: true })}
        />
        <div className="flex flex-col items-start gap-4">
          {refusal !== null && !isPending && (
            <Notice tone="bad">
              <ArticleRefusal code={refusal} />
            </Notice>
          )}
          <Button type="submit" isPending={isPending}>
            {t(article === null ? "saveDraft" : "save")}
          </Button>
        </div>
      </form>
    </>
  );
}

interface BesideProps {
  control: Control<ArticleFields, unknown, unknown>;
  isSlugFixed: boolean;
  changeCover: (imageId: string) => void;
}

/** What stands beside the text: cover, language, address. */
function Beside({ control, isSlugFixed, changeCover }: BesideProps) {
  const t = useTranslations("articles.field");
  const [imageId, alt] = useWatch({ control, name: ["coverId", "coverAlt"] });
  return (
    <div className="flex flex-col gap-8 rounded-xl border border-border bg-surface p-5 shadow-surface">
      <CoverField control={control} imageId={imageId} alt={alt} change={changeCover} />
      <ArticleLanguageField control={control} />
      <ArticleField
        control={control}
        name="slug"
        label={t("slug")}
        hint={t(isSlugFixed ? "slugFixed" : "slugHint")}
        isReadOnly={isSlugFixed}
      />
    </div>
  );
}
