import { useTranslations } from "next-intl";
import { useZonedText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { BoundElsewhere } from "@/lib/sending/bound-elsewhere";

interface BoundNoticeProps {
  bound: BoundElsewhere | null;
  /** Of the mailing. */
  timeZone: string;
}

/** Emails of unknown outcome that another address or key of the provider was asked to send. */
export function BoundNotice({ bound, timeZone }: BoundNoticeProps) {
  const t = useTranslations("mailing");
  const written = useZonedText(timeZone);
  if (bound === null) return null;
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("boundTitle", { count: bound.emails })}</p>
      <p className="mt-1">{t("boundText", { since: written(bound.since), until: written(bound.until) })}</p>
    </Notice>
  );
}
