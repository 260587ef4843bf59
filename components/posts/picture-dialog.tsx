"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ArticleDialog } from "@/components/posts/article-dialog";
import { PictureFault } from "@/components/posts/article-texts";
import { uploadPicture } from "@/components/posts/picture-upload";
import { PICTURE_TYPES } from "@/lib/images/schema";

/** Stores a picture and has it put into the text. What it shows has to be said first: afterwards nobody does. */
export function PictureDialog({ insert }: { insert: (markdown: string) => void }) {
  const t = useTranslations("articles");
  // A file once stored is not stored again when only the words were missing.
  const [stored, setStored] = useState<{ file: File; imageId: string } | null>(null);

  async function put(form: FormData): Promise<string | null> {
    const [file, alt] = [form.get("file"), form.get("alt")];
    if (!(file instanceof File) || file.size === 0) return "file_missing";
    if (typeof alt !== "string" || alt.trim() === "") return "alt_missing";
    const answer =
      stored !== null && isSame(stored.file, file)
        ? { code: null, imageId: stored.imageId }
        : await uploadPicture(file, "article");
    if (answer.imageId === null) return answer.code ?? "failed";
    setStored({ file, imageId: answer.imageId });
    insert(`![${asText(alt)}](/api/images/${answer.imageId})`);
    return null;
  }

  return (
    <ArticleDialog
      opener={
        <Button variant="ghost" size="sm">
          <ImagePlus aria-hidden="true" className="size-4" />
          {t("insertPicture")}
        </Button>
      }
      title={t("insertPicture")}
      text={t("pictureText")}
      confirm={t("insert")}
      tone="primary"
      submit={put}
      fault={(code) => <PictureFault code={code} />}
    >
      <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
        {t("pictureFile")}
        <input
          type="file"
          name="file"
          accept={PICTURE_TYPES}
          className="text-sm text-muted file:me-3 file:rounded-lg file:border-0 file:bg-default file:px-3 file:py-2 file:font-medium file:text-foreground"
        />
      </label>
      <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
        {t("pictureAlt")}
        <input
          name="alt"
          maxLength={250}
          autoComplete="off"
          className={inputVariants({ className: "h-11" })}
        />
        <span className="text-xs font-normal text-muted">{t("field.pictureAltHint")}</span>
      </label>
    </ArticleDialog>
  );
}

function isSame(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

/** Words in which nothing is a sign of Markdown. */
function asText(alt: string): string {
  return alt
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\[\]*_`<>!&~]/g, "\\$&");
}
