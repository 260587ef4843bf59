"use client";

import { Button } from "@heroui/react/button";
import { ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import { uploadImage } from "@/components/forms/image-upload";
import { PlainField } from "@/components/forms/plain-field";
import type { ActionState, RefusalCode } from "@/lib/actions/state";
import { PICTURE_TYPES } from "@/lib/images/schema";

interface PictureDialogProps {
  /** Where images of this text are stored: `/api/images/<purpose>`. */
  purpose: string;
  insert: (markdown: string) => void;
}

/** Stores an image and puts it into the text. What it shows has to be said first: afterwards nobody does. */
export function PictureDialog({ purpose, insert }: PictureDialogProps) {
  const t = useTranslations("articles");
  // A file once stored is not stored again when only the words were missing.
  const [stored, setStored] = useState<{ file: File; imageId: string } | null>(null);

  async function put(_before: ActionState, form: FormData): Promise<ActionState> {
    const [file, alt] = [form.get("file"), form.get("alt")];
    if (!(file instanceof File) || file.size === 0) return refusal("file_missing");
    if (typeof alt !== "string" || alt.trim() === "") return refusal("invalid", { alt: "alt_missing" });
    const answer =
      stored !== null && isSame(stored.file, file)
        ? { code: null, imageId: stored.imageId }
        : await uploadImage(file, purpose);
    if (answer.imageId === null) return refusal(answer.code ?? "failed");
    setStored({ file, imageId: answer.imageId });
    insert(`![${asText(alt)}](/api/images/${answer.imageId})`);
    return { status: "done", value: null, at: Date.now() };
  }

  return (
    <ConfirmDialog
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
      action={put}
    >
      {(faults) => (
        <>
          <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
            {t("pictureFile")}
            <input
              type="file"
              name="file"
              accept={PICTURE_TYPES}
              className="text-sm text-muted file:me-3 file:rounded-lg file:border-0 file:bg-default file:px-3 file:py-2 file:font-medium file:text-foreground"
            />
            <span className="text-xs text-danger empty:hidden">
              <FaultText code={faults.file} />
            </span>
          </label>
          <PlainField name="alt" label={t("pictureAlt")} maxLength={250} fault={faults.alt} />
        </>
      )}
    </ConfirmDialog>
  );
}

function refusal(code: RefusalCode, faults: Record<string, string> = {}): ActionState {
  return { status: "refused", code, faults, values: {}, typed: {} };
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
