import { useTranslations } from "next-intl";
import { StatusChip } from "@/components/ui/status-chip";
import type { SuppressionReason } from "@/lib/recipients/schema";

/** Whether mailings reach an address, and why not. */
export function RecipientState({ suppressed }: { suppressed: SuppressionReason | null }) {
  const t = useTranslations("recipients");
  if (suppressed === null) return <span className="text-muted">{t("receives")}</span>;
  return <StatusChip tone="careful">{t(`reasons.${suppressed}`)}</StatusChip>;
}
