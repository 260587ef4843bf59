"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import type { Control } from "react-hook-form";
import { uploadImage } from "@/components/forms/image-upload";
import { RefusalText } from "@/components/forms/refusal-text";
import { TextField } from "@/components/forms/text-field";
import { ArticleCover } from "@/components/posts/article-cover";
import { Notice } from "@/components/ui/notice";
import type { RefusalCode } from "@/lib/actions/state";
import { PICTURE_TYPES } from "@/lib/images/schema";
import type { ArticleFields } from "@/lib/posts/schema";

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
  const [fault, setFault] = useState<RefusalCode | null>(null);
  const [isSending, startSending] = useTransition();

  function choose(chosen: File): void {
    startSending(async () => {
      const answer = await uploadImage(chosen, "cover");
      setFault(answer.code);
      if (answer.imageId !== null) change(answer.imageId);
    });
  }

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
      {fault !== null && !isSending && (
        <Notice tone="bad">
          <RefusalText code={fault} />
        </Notice>
      )}
      <span role="status" className="sr-only">
        {isSending && t("uploading")}
      </span>
      {imageId !== "" && (
        <TextField
          control={control}
          name="coverAlt"
          label={t("field.coverAlt")}
          hint={t("field.coverAltHint")}
        />
      )}
    </div>
  );
}
