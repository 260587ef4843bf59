"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";
import { PersonPicture } from "@/components/users/person-picture";
import { useRouter } from "@/lib/i18n/navigation";

const faults = ["too_large", "no_picture", "too_many", "not_found", "signed_out", "failed"] as const;

interface AvatarFormProps {
  name: string;
  imageId: string | null;
  /** Answers with the code of a refusal, null when done. */
  remove: () => Promise<string | null>;
}

/** The picture is sent as soon as it is chosen. */
export function AvatarForm({ name, imageId, remove }: AvatarFormProps) {
  const t = useTranslations("profile");
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isChanging, startChange] = useTransition();
  const change = (ask: () => Promise<string | null>, done: string) => {
    startChange(async () => {
      const code = await ask();
      setFault(code);
      if (code !== null) return;
      announce(done);
      router.refresh();
    });
  };
  const said = faults.find((known) => known === fault);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <PersonPicture name={name} imageId={imageId} label={t("pictureOf")} />
      <div className="flex flex-wrap gap-2">
        <input
          ref={file}
          type="file"
          accept="image/jpeg,image/png,image/webp,image/avif"
          aria-label={t("chooseFile")}
          className="hidden"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) change(() => upload(chosen), t("pictureSaved"));
            event.currentTarget.value = "";
          }}
        />
        <Button variant="secondary" isPending={isChanging} onPress={() => file.current?.click()}>
          {t("chooseFile")}
        </Button>
        {imageId !== null && (
          <Button
            variant="tertiary"
            isDisabled={isChanging}
            onPress={() => change(remove, t("pictureRemoved"))}
          >
            {t("removePicture")}
          </Button>
        )}
      </div>
      {said !== undefined && !isChanging && (
        <div className="w-full">
          <Notice tone="bad">{t(`pictureFaults.${said}`)}</Notice>
        </div>
      )}
      <span role="status" className="sr-only">
        {isChanging && t("uploading")}
      </span>
    </div>
  );
}

async function upload(file: File): Promise<string | null> {
  try {
    const headers = { "Content-Type": file.type.startsWith("image/") ? file.type : "image/unknown" };
    const response = await fetch("/api/images/avatar", { method: "POST", headers, body: file });
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null || !("code" in body)) return "failed";
    return typeof body.code === "string" ? body.code : null;
  } catch (error) {
    console.warn("The picture could not be sent.", error);
    return "failed";
  }
}
