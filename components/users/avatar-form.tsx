"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { RefusalText } from "@/components/forms/refusal-text";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";
import { PersonPicture } from "@/components/users/person-picture";
import type { FormAction, RefusalCode } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";
import { PICTURE_TYPES } from "@/lib/images/schema";

/** What /api/images/avatar answers. */
const refusals: readonly RefusalCode[] = [
  "too_large",
  "no_image",
  "too_many_images",
  "not_found",
  "signed_out",
];

interface AvatarFormProps {
  name: string;
  imageId: string | null;
  remove: FormAction;
}

/** The picture is sent as soon as it is chosen. */
export function AvatarForm({ name, imageId, remove }: AvatarFormProps) {
  const t = useTranslations("profile");
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const [isSending, startSending] = useTransition();
  const send = (chosen: File) => {
    startSending(async () => {
      const code = await upload(chosen);
      setRefusal(code);
      if (code !== null) return;
      announce(t("pictureSaved"));
      router.refresh();
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <PersonPicture name={name} imageId={imageId} label={t("pictureOf")} />
      <div className="flex flex-wrap gap-2">
        <input
          ref={file}
          type="file"
          accept={PICTURE_TYPES}
          aria-label={t("chooseFile")}
          className="hidden"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) send(chosen);
            event.currentTarget.value = "";
          }}
        />
        <Button variant="secondary" isPending={isSending} onPress={() => file.current?.click()}>
          {t("chooseFile")}
        </Button>
        {imageId !== null && (
          <ConfirmDialog
            opener={
              <Button variant="tertiary" isDisabled={isSending}>
                {t("removePicture")}
              </Button>
            }
            title={t("removeTitle")}
            text={t("removeText")}
            confirm={t("removePicture")}
            tone="danger"
            action={remove}
            done={t("pictureRemoved")}
          />
        )}
      </div>
      {refusal !== null && !isSending && (
        <div className="w-full">
          <Notice tone="bad">
            <RefusalText code={refusal} />
          </Notice>
        </div>
      )}
      <span role="status" className="sr-only">
        {isSending && t("uploading")}
      </span>
    </div>
  );
}

/** Null when it is stored. */
async function upload(file: File): Promise<RefusalCode | null> {
  try {
    const headers = { "Content-Type": file.type.startsWith("image/") ? file.type : "image/unknown" };
    const response = await fetch("/api/images/avatar", { method: "POST", headers, body: file });
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null || !("code" in body)) return "failed";
    const { code } = body;
    return code === null ? null : (refusals.find((known) => known === code) ?? "failed");
  } catch (error) {
    console.warn("The picture could not be sent.", error);
    return "failed";
  }
}
