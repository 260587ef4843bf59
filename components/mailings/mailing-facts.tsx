import { useFormatter, useTranslations } from "next-intl";
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
        <AudienceWords mailing={mailing} />
      </Fact>
      <Fact term={t("schedule")}>
        <ScheduleWords mailing={mailing} />
        <FactDetail>{t("zone", { zone: mailing.timeZone })}</FactDetail>
      </Fact>
    </Facts>
  );
}

/** To whom it goes, and how many of them that is now. */
function AudienceWords({ mailing: { audience, goesTo } }: { mailing: MailingDetail }) {
  const t = useTranslations("mailing");
  const format = useFormatter();
  const { recipients, gotBefore } = audience;
  const { everybody, lists, single, exceptLists, exceptGotBefore } = goesTo;
  const suppressed = Object.values(audience.suppressed).reduce((sum, count) => sum + count, 0);
  const named = (all: readonly { name: string }[]) => ({
    count: all.length,
    names: format.list(
      all.map(({ name }) => t("quoted", { name })),
      { type: "conjunction" },
    ),
  });
  const isNobody = !everybody && lists.length === 0 && single === 0;
  const details = [
    ...(lists.length > 0 ? [t("ofLists", named(lists))] : []),
    ...(lists.length > 0 && single > 0 ? [t("single", { count: single })] : []),
    ...(exceptLists.length > 0 ? [t("exceptLists", named(exceptLists))] : []),
    ...(exceptGotBefore ? [t("exceptGotBefore")] : []),
    ...(suppressed > 0 ? [t("suppressed", { count: suppressed })] : []),
    ...(gotBefore > 0 ? [t("gotBefore", { count: gotBefore })] : []),
  ];
  return (
    <>
      {isNobody ? t("noAudience") : t(everybody ? "everybody" : "recipients", { count: recipients })}
      {details.map((detail) => (
        <FactDetail key={detail}>{detail}</FactDetail>
      ))}
    </>
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
