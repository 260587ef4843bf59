import { useFormatter, useTranslations } from "next-intl";
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
  const format = useFormatter();
  if (asked === null) return null;
  const until = format.dateTime(asked.until, {
    timeZone,
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("askedToWaitTitle", { count: asked.emails })}</p>
      <p className="mt-1">{t("askedToWaitText", { until })}</p>
      {asked.answer !== "" && <p className="mt-1">{t("providerSays", { answer: asked.answer })}</p>}
    </Notice>
  );
}
