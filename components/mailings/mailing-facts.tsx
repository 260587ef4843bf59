import { useTranslations } from "next-intl";
import { Fact, FactDetail, Facts } from "@/components/ui/facts";
import { useInstantText } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import type { MailingDetail } from "@/lib/mailings/queries";
import { withFallbacks } from "@/lib/messages/merge-fields";

interface MailingFactsProps {
  mailing: MailingDetail;
  /** Where its message is read. */
  messageHref: string;
}

/** Message, audience and schedule in words. */
export function MailingFacts({ mailing, messageHref }: MailingFactsProps) {
  const t = useTranslations("mailing");
  const { recipients, suppressed } = mailing.audience;
  return (
    <Facts>
      <Fact term={t("subject")}>
        <Link
          href={messageHref}
          className="inline-block min-h-6 underline decoration-border underline-offset-3 hover:decoration-current"
        >
          {withFallbacks(mailing.message.subject)}
        </Link>
      </Fact>
      <Fact term={t("audience")}>
        {recipients === 0 ? t("noAudience") : t("recipients", { count: recipients })}
        {suppressed > 0 && <FactDetail>{t("suppressed", { count: suppressed })}</FactDetail>}
      </Fact>
      <Fact term={t("schedule")}>
        <ScheduleWords mailing={mailing} />
        <FactDetail>{t("zone", { zone: mailing.timeZone })}</FactDetail>
      </Fact>
    </Facts>
  );
}

function ScheduleWords({ mailing }: { mailing: MailingDetail }) {
  const t = useTranslations("mailing");
  const inUtc = useInstantText("UTC");
  const written = useInstantText(mailing.timeZone);
  // The start is a wall time without a zone: read and written as UTC it keeps its digits.
  const start = inUtc(new Date(`${mailing.startLocal}Z`));
  const words = t(`periods.${mailing.period}`, { start });
  if (mailing.endAt === null) return words;
  return `${words}, ${t("until", { end: written(mailing.endAt) })}`;
}
