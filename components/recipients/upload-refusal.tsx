import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

interface Refusal {
  code: string;
  /** Of the file; null where it is the file as a whole. */
  line: number | null;
}

/** Why a file is not, or not wholly, imported. */
export function UploadRefusal({ refusal }: { refusal: Refusal | null }) {
  const t = useTranslations("upload");
  if (refusal === null) return null;
  if (refusal.code === "stopped") return <Notice tone="careful">{t("stopped")}</Notice>;
  const key = `refusals.${refusal.code}` as Parameters<typeof t>[0];
  return (
    <Notice tone="bad">{t.has(key) ? t(key, { line: refusal.line ?? 0 }) : t("refusals.invalid")}</Notice>
  );
}
