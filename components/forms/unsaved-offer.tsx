"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

/** Asks what becomes of text that was left without being saved. */
export function UnsavedOffer({ bringBack, discard }: { bringBack: () => void; discard: () => void }) {
  const t = useTranslations("forms.unsaved");
  return (
    <Notice tone="careful">
      <p>{t("text")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="sm" onPress={bringBack}>
          {t("bringBack")}
        </Button>
        <Button size="sm" variant="outline" onPress={discard}>
          {t("discard")}
        </Button>
      </div>
    </Notice>
  );
}
