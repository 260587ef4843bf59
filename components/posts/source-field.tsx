"use client";

import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Control } from "react-hook-form";
import { ImageDialog } from "@/components/forms/image-dialog";
import { imageSource, insertParagraph } from "@/components/forms/insert-text";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useAction } from "@/components/forms/use-action";
import { ArticleBody } from "@/components/posts/article-body";
import type { FormAction } from "@/lib/actions/state";
import type { ArticleFields } from "@/lib/posts/schema";

export type Preview = FormAction<{ html: string }>;

interface SourceFieldProps {
  control: Control<ArticleFields, unknown, unknown>;
  read: () => Pick<ArticleFields, "source" | "language">;
  change: (source: string) => void;
  /** The text as it will be kept: by the same code that keeps it. */
  preview: Preview;
}

/** The text in Markdown, and how it will look. */
export function SourceField({ control, read, change, preview }: SourceFieldProps) {
  const t = useTranslations("articles");
  const [language, setLanguage] = useState<string | null>(null);
  const { state, isPending, send } = useAction(preview);
  const isShown = language !== null;
  const place = useRef<HTMLDivElement>(null);

  /** A paragraph of its own, where the cursor was. */
  function insert(imageId: string, alt: string): void {
    const { source } = read();
    const at = place.current?.querySelector("textarea")?.selectionEnd ?? source.length;
    change(insertParagraph(source, at, imageSource("markdown", imageId, alt)));
    setLanguage(null);
  }

  function showPreview(): void {
    const { source, language: written } = read();
    const form = new FormData();
    form.set("source", source);
    send(form, { then: () => setLanguage(written) });
  }

  return (
    <div>
      <div className="mb-2 flex flex-wrap justify-between gap-1">
        <div className="flex gap-1" role="group" aria-label={t("view")}>
          <Side isOn={!isShown} text={t("write")} choose={() => setLanguage(null)} />
          <Side isOn={isShown} text={t("preview")} choose={showPreview} />
        </div>
        <ImageDialog purpose="article" insert={insert} />
      </div>
      {/* Hidden, not gone: the form sends what stands in it. */}
      <div ref={place} hidden={isShown}>
        <TextField
          control={control}
          name="source"
          label={t("field.source")}
          hint={t("field.sourceHint")}
          rows={24}
          inputClass="min-h-96 font-mono text-sm leading-relaxed"
        />
      </div>
      {isShown && (
        <section
          aria-label={t("preview")}
          className="min-h-96 rounded-xl border border-border bg-surface px-5 py-6 sm:px-8"
        >
          <FormOutcome form={{ state, isPending }} />
          {state.status === "done" && <Shown html={state.value.html} language={language} />}
        </section>
      )}
      <span role="status" className="sr-only">
        {isPending && t("previewing")}
      </span>
    </div>
  );
}

function Shown({ html, language }: { html: string; language: string }) {
  const t = useTranslations("articles");
  if (html === "") return <p className="text-muted">{t("nothingToPreview")}</p>;
  return <ArticleBody html={html} language={language} />;
}

function Side({ isOn, text, choose }: { isOn: boolean; text: string; choose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={choose}
      className={buttonVariants({ variant: isOn ? "secondary" : "ghost", size: "sm" })}
    >
      {text}
    </button>
  );
}
