"use client";

import { useTranslations } from "next-intl";
import { useWatch, type Control } from "react-hook-form";
import { ImageField } from "@/components/forms/image-field";
import { TextField } from "@/components/forms/text-field";
import { ArticleCover } from "@/components/posts/article-cover";
import type { ArticleFields } from "@/lib/posts/schema";

/** The cover of an article, and what it shows. */
export function CoverField({ control }: { control: Control<ArticleFields, unknown, unknown> }) {
  const t = useTranslations("articles");
  const [imageId, alt] = useWatch({ control, name: ["coverId", "coverAlt"] });
  return (
    <div className="flex flex-col gap-4">
      <ImageField
        control={control}
        name="coverId"
        purpose="cover"
        label={t("field.cover")}
        hint={t("field.coverHint")}
        removeLabel={t("removeCover")}
        preview={(shown) => <ArticleCover imageId={shown} alt={alt} sizes="20rem" />}
      />
      {imageId === "" ? (
        <input type="hidden" name="coverAlt" value="" />
      ) : (
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
