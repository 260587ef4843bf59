"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { Braces, ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { uploadImage } from "@/components/forms/image-upload";
import type { ActionState, RefusalCode } from "@/lib/actions/state";
import { PICTURE_TYPES } from "@/lib/images/schema";

const label = "flex flex-col gap-1.5 text-sm font-medium text-foreground";
const hint = "text-xs font-normal text-muted";

interface FieldDialogProps {
  /** Names of the owner's own fields. */
  fields: readonly string[];
  insert: (field: string) => void;
}

/** Puts a merge field with its fallback where the cursor was. */
export function FieldDialog({ fields, insert }: FieldDialogProps) {
  const t = useTranslations("messages.toolbar");
  async function put(_before: ActionState, form: FormData): Promise<ActionState> {
    const name = textOf(form, "field");
    const fallback = textOf(form, "fallback").replace(/[{}|]/g, "").trim();
    insert(fallback === "" ? `{{${name}}}` : `{{${name}|${fallback}}}`);
    return { status: "done", value: null, at: Date.now() };
  }
  return (
    <ConfirmDialog
      opener={
        <Button variant="ghost" size="sm">
          <Braces aria-hidden="true" className="size-4" />
          {t("field")}
        </Button>
      }
      title={t("field")}
      text={t("fieldText")}
      confirm={t("insert")}
      tone="primary"
      action={put}
    >
      {() => (
        <>
          <label className={label}>
            {t("fieldName")}
            <select name="field" className={inputVariants({ className: "h-11" })}>
              <option value="name">{t("fieldNames.name")}</option>
              <option value="email">{t("fieldNames.email")}</option>
              {fields.map((field) => (
                <option key={field} value={field}>
                  {field}
                </option>
              ))}
            </select>
          </label>
          <label className={label}>
            {t("fallback")}
            <input
              name="fallback"
              maxLength={200}
              autoComplete="off"
              className={inputVariants({ className: "h-11" })}
            />
            <span className={hint}>{t("fallbackHint")}</span>
          </label>
        </>
      )}
    </ConfirmDialog>
  );
}

/** Stores an image and has it put into the message. */
export function ImageDialog({ insert }: { insert: (imageId: string, alt: string) => void }) {
  const t = useTranslations("messages.toolbar");
  async function put(_before: ActionState, form: FormData): Promise<ActionState> {
    const file = form.get("file");
    const alt = textOf(form, "alt").replace(/\s+/g, " ").trim();
    if (!(file instanceof File) || file.size === 0) return refused("file_missing");
    if (alt === "") return refused("alt_missing");
    const answer = await uploadImage(file, "message");
    if (answer.imageId === null) return refused(answer.code ?? "failed");
    insert(answer.imageId, alt);
    return { status: "done", value: null, at: Date.now() };
  }
  return (
    <ConfirmDialog
      opener={
        <Button variant="ghost" size="sm">
          <ImagePlus aria-hidden="true" className="size-4" />
          {t("image")}
        </Button>
      }
      title={t("image")}
      text={t("imageText")}
      confirm={t("insert")}
      tone="primary"
      action={put}
    >
      {() => (
        <>
          <label className={label}>
            {t("imageFile")}
            <input
              type="file"
              name="file"
              accept={PICTURE_TYPES}
              className="text-sm text-muted file:me-3 file:rounded-lg file:border-0 file:bg-default file:px-3 file:py-2 file:font-medium file:text-foreground"
            />
          </label>
          <label className={label}>
            {t("alt")}
            <input
              name="alt"
              maxLength={250}
              autoComplete="off"
              className={inputVariants({ className: "h-11" })}
            />
            <span className={hint}>{t("altHint")}</span>
          </label>
        </>
      )}
    </ConfirmDialog>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function refused(code: RefusalCode): ActionState<never> {
  return { status: "refused", code, values: {}, faults: {}, typed: {} };
}
