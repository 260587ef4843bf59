"use client";

import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import type { Control } from "react-hook-form";
import { answerOf } from "@/components/posts/answer-of";
import { ArticleBody } from "@/components/posts/article-body";
import { ArticleField } from "@/components/posts/article-field";
import { ArticleRefusal } from "@/components/posts/article-texts";
import { PictureDialog } from "@/components/posts/picture-dialog";
import { Notice } from "@/components/ui/notice";
import type { ArticleFields } from "@/lib/posts/schema";

export type Preview = (source: string) => Promise<{ html: string } | { code: string }>;

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
  const [shown, setShown] = useState<{ html: string; language: string } | { code: string } | null>(null);
  const [isMaking, startMaking] = useTransition();
  const place = useRef<HTMLDivElement>(null);

  /** A paragraph of its own, where the cursor was. */
  function insert(markdown: string): void {
    const { source } = read();
    const at = place.current?.querySelector("textarea")?.selectionEnd ?? source.length;
    const [above, below] = [source.slice(0, at).trimEnd(), source.slice(at).trimStart()];
    change([above, markdown, below].filter((part) => part !== "").join("\n\n"));
    setShown(null);
  }

  function look(): void {
    const { source, language } = read();
    startMaking(async () => {
      let html = "";
      const code = await answerOf(async () => {
        const made = await preview(source);
        if ("code" in made) return made.code;
        html = made.html;
        return null;
      });
      setShown(code === null ? { html, language } : { code });
    });
  }

  return (
    <div>
      <div className="mb-2 flex flex-wrap justify-between gap-1">
        <div className="flex gap-1" role="group" aria-label={t("view")}>
          <Side isOn={shown === null} text={t("write")} choose={() => setShown(null)} />
          <Side isOn={shown !== null} text={t("preview")} choose={look} />
        </div>
        <PictureDialog insert={insert} />
      </div>
      {/* Hidden, not gone: the form sends what stands in it. */}
      <div ref={place} hidden={shown !== null}>
        <ArticleField
          control={control}
          name="source"
          label={t("field.source")}
          hint={t("field.sourceHint")}
          rows={24}
          inputClass="min-h-96 font-mono text-sm leading-relaxed"
        />
      </div>
      {shown !== null && (
        <section
          aria-label={t("preview")}
          className="min-h-96 rounded-xl border border-border bg-surface px-5 py-6 sm:px-8"
        >
          <Shown shown={shown} />
        </section>
      )}
      <span role="status" className="sr-only">
        {isMaking && t("previewing")}
      </span>
    </div>
  );
}

function Shown({ shown }: { shown: { html: string; language: string } | { code: string } }) {
  const t = useTranslations("articles");
  if ("code" in shown) {
    return (
      <Notice tone="bad">
        <ArticleRefusal code={shown.code} />
      </Notice>
    );
  }
  if (shown.html === "") return <p className="text-muted">{t("nothingToPreview")}</p>;
  return <ArticleBody html={shown.html} language={shown.language} />;
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
