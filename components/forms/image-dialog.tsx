"use client";

import { Button } from "@heroui/react/button";
import { ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import { uploadImage } from "@/components/forms/image-upload";
import { PlainField } from "@/components/forms/plain-field";
import { formValues } from "@/lib/actions/form-values";
import type { ActionState } from "@/lib/actions/state";
import { IMAGE_TYPES } from "@/lib/images/schema";

const input = z.object({
  file: z.custom<File>((file) => file instanceof File && file.size > 0, "file_missing"),
  alt: z.string().trim().min(1, "alt_missing"),
});

interface ImageDialogProps {
  /** Where images of this text are stored: `/api/images/<purpose>`. */
  purpose: string;
  insert: (imageId: string, alt: string) => void;
}

/** Stores an image and has it put into the text. What it shows has to be said first: afterwards nobody does. */
export function ImageDialog({ purpose, insert }: ImageDialogProps) {
  const t = useTranslations("images");
  async function put(_before: ActionState, form: FormData): Promise<ActionState> {
    // The dialog has checked it.
    const { file, alt } = input.parse(formValues(form));
    const { imageId, code } = await uploadImage(file, purpose);
    if (imageId === null)
      return { status: "refused", code: code ?? "failed", values: {}, faults: {}, typed: {} };
    insert(imageId, alt.replace(/\s+/g, " "));
    return { status: "done", value: null, at: Date.now() };
  }
  return (
    <ConfirmDialog
      opener={
        <Button variant="ghost" size="sm">
          <ImagePlus aria-hidden="true" className="size-4" />
          {t("insertTitle")}
        </Button>
      }
      title={t("insertTitle")}
      text={t("insertText")}
      confirm={t("insert")}
      tone="primary"
      action={put}
      schema={input}
    >
      {(faults) => (
        <>
          <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
            {t("file")}
            <input
              type="file"
              name="file"
              accept={IMAGE_TYPES}
              className="text-sm text-muted file:me-3 file:rounded-lg file:border-0 file:bg-default file:px-3 file:py-2 file:font-medium file:text-foreground"
            />
            <span className="text-xs text-danger empty:hidden">
              <FaultText code={faults.file} />
            </span>
          </label>
          <PlainField name="alt" label={t("alt")} hint={t("altHint")} maxLength={250} fault={faults.alt} />
        </>
      )}
    </ConfirmDialog>
  );
}
