import { useFormatter, useTranslations } from "next-intl";
import { DeliveryReason, isExplained } from "@/components/attempts/delivery-reason";
import { HoldLines } from "@/components/mailings/holds-notice";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { shownEmail } from "@/lib/email-address";
import type { MailingDetail } from "@/lib/mailings/queries";
import type { WhyNot } from "@/lib/timeline/why-not";

interface WhyNotTextProps {
  why: WhyNot;
  mailing: MailingDetail;
  timeZone: string;
}

/** What became of somebody's email in a run, or why there was none, in a sentence. */
export function WhyNotText({ why, mailing, timeZone }: WhyNotTextProps) {
  const t = useTranslations("whyNot");
  switch (why.code) {
    case "delivery":
      return <DeliveryText delivery={why.delivery} held={why.held} {...{ mailing, timeZone }} />;
    case "other_address":
      return (
        <>
          <p>{t("reasons.other_address", { email: shownEmail(why.delivery.address) })}</p>
          <DeliveryText delivery={why.delivery} held={why.held} {...{ mailing, timeZone }} />
        </>
      );
    case "held":
      return (
        <>
          <p>{t("reasons.held")}</p>
          <HoldLines mailing={mailing} />
        </>
      );
    case "closed_early":
      return <p>{t(`closed.${why.closing}`)}</p>;
    case "added_later":
      return (
        <p>{t.rich("reasons.added_later", { at: () => <Instant at={why.at} timeZone={timeZone} /> })}</p>
      );
    case "joined_later":
      return (
        <p>
          {t.rich("reasons.joined_later", {
            list: why.list,
            at: () => <Instant at={why.at} timeZone={timeZone} />,
          })}
        </p>
      );
    case "retry":
      return why.retried === null ? (
        <p>{t("reasons.retry")}</p>
      ) : (
        <>
          <p>{t("reasons.retried")}</p>
          <DeliveryText delivery={why.retried} held={false} {...{ mailing, timeZone }} />
        </>
      );
    case "excluded":
      return <p>{t("reasons.excluded", { list: why.list })}</p>;
    case "everybody_since":
      return <p>{t("reasons.changed_everybody")}</p>;
    case "audience_changed":
    case "not_in_audience":
      return <Outside {...why} />;
    default:
      return <p>{t(`reasons.${why.code}`)}</p>;
  }
}

function Outside({ code, lists, single }: Extract<WhyNot, { code: "audience_changed" | "not_in_audience" }>) {
  const t = useTranslations("whyNot");
  const format = useFormatter();
  const names = format.list(
    lists.map((name) => t("quoted", { name })),
    { type: "conjunction" },
  );
  const count = lists.length;
  const named = t("lists", { count, names });
  if (code === "audience_changed")
    return <p>{single ? t("reasons.changed_single") : t("reasons.changed_lists", { lists: named })}</p>;
  if (lists.length === 0) return <p>{single ? t("reasons.not_single") : t("reasons.not_anybody")}</p>;
  if (single) return <p>{t("reasons.not_lists_nor_single", { lists: named })}</p>;
  return <p>{t("reasons.not_in_lists", { lists: named, count })}</p>;
}

interface DeliveryTextProps {
  delivery: DeliveryRow;
  held: boolean;
  mailing: MailingDetail;
  timeZone: string;
}

function DeliveryText({ delivery, held, mailing, timeZone }: DeliveryTextProps) {
  const t = useTranslations();
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <StatusChip tone={deliveryTones[delivery.status]}>
          {t(`statuses.delivery.${delivery.status}`)}
        </StatusChip>
        {isExplained(delivery) && <DeliveryReason delivery={delivery} timeZone={timeZone} />}
      </div>
      {held && (
        <>
          <p>{t("whyNot.pendingHeld")}</p>
          <HoldLines mailing={mailing} />
        </>
      )}
    </>
  );
}
