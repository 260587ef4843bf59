import { useTranslations } from "next-intl";
import { useZonedText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { MailingDetail } from "@/lib/mailings/queries";

interface AskedToWaitNoticeProps {
  asked: MailingDetail["asked"];
  /** Of the mailing. */
  timeZone: string;
}

/** Until when the provider asked to wait, in its own words. */
export function AskedToWaitNotice({ asked, timeZone }: AskedToWaitNoticeProps) {
  const t = useTranslations("mailing");
  const written = useZonedText(timeZone);
  if (asked === null) return null;
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("askedToWaitTitle", { count: asked.emails })}</p>
      <p className="mt-1">
        {t("askedToWaitText", {
          since: asked.since === null ? "–" : written(asked.since),
          until: written(asked.until),
        })}
      </p>
      {asked.answer !== "" && <p className="mt-1">{t("providerSays", { answer: asked.answer })}</p>}
    </Notice>
  );
}
