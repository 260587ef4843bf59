"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import type { Control } from "react-hook-form";
import { ArticleCover } from "@/components/posts/article-cover";
import { ArticleField } from "@/components/posts/article-field";
import { Notice } from "@/components/ui/notice";
import { LARGEST_UPLOAD, PICTURE_TYPES } from "@/lib/images/schema";
import type { ArticleFields } from "@/lib/posts/schema";

const faults = ["too_large", "no_picture", "too_many", "forbidden", "failed"] as const;

interface CoverFieldProps {
  control: Control<ArticleFields, unknown, unknown>;
  /** "" for none. */
  imageId: string;
  alt: string;
  change: (imageId: string) => void;
}

/** The picture is stored as soon as it is chosen, and becomes the article's cover when the article is saved. */
export function CoverField({ control, imageId, alt, change }: CoverFieldProps) {
  const t = useTranslations("articles");
  const file = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, startSending] = useTransition();

  function choose(chosen: File): void {
    startSending(async () => {
      const answer = await upload(chosen);
      setFault(answer.code);
      if (answer.imageId !== null) change(answer.imageId);
    });
  }

  const said = faults.find((known) => known === fault);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="text-sm font-medium">{t("field.cover")}</p>
        <p className="mt-1 text-xs text-muted">{t("field.coverHint")}</p>
      </div>
      {imageId !== "" && <ArticleCover imageId={imageId} alt={alt} sizes="20rem" />}
      <div className="flex flex-wrap gap-2">
        <input
          ref={file}
          type="file"
          accept={PICTURE_TYPES}
          aria-label={t("chooseCover")}
          className="hidden"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) choose(chosen);
            event.currentTarget.value = "";
          }}
        />
        <Button variant="secondary" size="sm" isPending={isSending} onPress={() => file.current?.click()}>
          {t("chooseCover")}
        </Button>
        {imageId !== "" && (
          <Button variant="tertiary" size="sm" isDisabled={isSending} onPress={() => change("")}>
            {t("removeCover")}
          </Button>
        )}
      </div>
      {said !== undefined && !isSending && <Notice tone="bad">{t(`coverFaults.${said}`)}</Notice>}
      <span role="status" className="sr-only">
        {isSending && t("uploading")}
      </span>
      {imageId !== "" && (
        <ArticleField
          control={control}
          name="coverAlt"
          label={t("field.coverAlt")}
          hint={t("field.coverAltHint")}
        />
      )}
    </div>
  );
}

interface UploadAnswer {
  code: string | null;
  imageId: string | null;
}

async function upload(file: File): Promise<UploadAnswer> {
  // Vercel would refuse it without a word of ours.
  if (file.size > LARGEST_UPLOAD) return { code: "too_large", imageId: null };
  try {
    const headers = { "Content-Type": file.type.startsWith("image/") ? file.type : "image/unknown" };
    const response = await fetch("/api/images/cover", { method: "POST", headers, body: file });
    return answerIn(await response.json());
  } catch (error) {
    console.warn("The picture could not be sent.", error);
    return { code: "failed", imageId: null };
  }
}

function answerIn(body: unknown): UploadAnswer {
  if (typeof body !== "object" || body === null || !("code" in body) || !("imageId" in body))
    return { code: "failed", imageId: null };
  const { code, imageId } = body;
  if (typeof imageId === "string") return { code: null, imageId };
  return { code: typeof code === "string" ? code : "failed", imageId: null };
}
