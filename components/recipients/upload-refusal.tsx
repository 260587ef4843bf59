"use client";

import { useTranslations } from "next-intl";
import type { UploadRefused } from "@/components/recipients/use-upload";
import { Notice } from "@/components/ui/notice";

/** Why a file is not, or not wholly, imported. */
export function UploadRefusal({ refusal }: { refusal: UploadRefused | null }) {
  const t = useTranslations("upload");
  if (refusal === null) return null;
  if (refusal.code === "stopped") return <Notice tone="careful">{t("stopped")}</Notice>;
  const key = `refusals.${refusal.code}` as Parameters<typeof t>[0];
  return (
    <Notice tone="bad">{t.has(key) ? t(key, { line: refusal.line ?? 0 }) : t("refusals.invalid")}</Notice>
  );
}
