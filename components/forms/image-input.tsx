"use client";

import { Button } from "@/components/ui/button";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition, type ReactNode } from "react";
import { uploadImage } from "@/components/forms/image-upload";
import { RefusalText } from "@/components/forms/refusal-text";
import { Notice } from "@/components/ui/notice";
import type { RefusalCode } from "@/lib/actions/state";
import { IMAGE_TYPES } from "@/lib/images/schema";

interface ImageInputProps {
  /** Where it is stored: `/api/images/<purpose>`. */
  purpose: string;
  onStored: (imageId: string) => void;
  /** Stands beside the button; told while an image is being stored. */
  children: (isSending: boolean) => ReactNode;
}

/** A button that stores an image as soon as one is chosen, and says why it could not. */
export function ImageInput({ purpose, onStored, children }: ImageInputProps) {
  const t = useTranslations("images");
  const file = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const [isSending, startSending] = useTransition();

  function send(chosen: File): void {
    startSending(async () => {
      const { code, imageId } = await uploadImage(chosen, purpose);
      setRefusal(code);
      if (imageId !== null) onStored(imageId);
    });
  }

  return (
    <>
      <div className="flex flex-wrap gap-2">
        <input
          ref={file}
          type="file"
          accept={IMAGE_TYPES}
          aria-label={t("choose")}
          className="hidden"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) send(chosen);
            event.currentTarget.value = "";
          }}
        />
        <Button variant="secondary" size="sm" isPending={isSending} onClick={() => file.current?.click()}>
          {t("choose")}
        </Button>
        {children(isSending)}
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
    </>
  );
}
