import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AnswerText, ReasonText, ResolutionText } from "@/components/attempts/delivery-reason";
import { deliveryTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import { shownEmail } from "@/lib/email-address";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { News, OccurrenceEntry } from "@/lib/timeline/occurrences";

interface OccurrenceContentProps {
  entry: OccurrenceEntry;
  email: string;
  timeZone: string;
}

/** One run of a mailing that had the recipient, and what became of the email, step by step. */
export function OccurrenceContent({ entry, email, timeZone }: OccurrenceContentProps) {
  const t = useTranslations("timeline");
  const statuses = useTranslations("statuses.delivery");
  const { attempt, mailing, status, address } = entry;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/attempts/${attempt.id}`}
          className="font-medium underline decoration-border underline-offset-3 hover:decoration-current"
        >
          {mailing.name}
        </Link>
        <StatusChip tone={deliveryTones[status]}>{statuses(status)}</StatusChip>
      </p>
      <p className="mt-0.5">{withFallbacks(entry.subject)}</p>
      <p className="mt-0.5 text-muted">
        {t(`planned.${attempt.kind}`)}
        {address !== email && <> · {t("to", { email: shownEmail(address) })}</>}
        {" · "}
        <Link href={`/mailings/${mailing.id}`} className="underline underline-offset-3">
          {t("openMailing")}
        </Link>
      </p>
      <ul className="mt-2 flex flex-col gap-1 empty:hidden">
        <Outcome entry={entry} timeZone={timeZone} />
        {entry.resolution !== null && (
          <Step at={null} timeZone={timeZone} detail={null}>
            <ResolutionText resolution={entry.resolution} timeZone={timeZone} />
          </Step>
        )}
        {entry.news.map((news) => (
          <NewsStep key={`${news.type} ${news.automated}`} news={news} timeZone={timeZone} />
        ))}
      </ul>
    </>
  );
}

function Outcome({ entry, timeZone }: Omit<OccurrenceContentProps, "email">) {
  const t = useTranslations("timeline");
  const { status, reason, answer, settledAt } = entry;
  return (
    <Step at={settledAt} timeZone={timeZone} detail={answer !== null && <AnswerText answer={answer} />}>
      {reason === null ? t(`outcome.${status}`) : <ReasonText reason={reason} />}
    </Step>
  );
}

function NewsStep({ news, timeZone }: { news: News; timeZone: string }) {
  const t = useTranslations("timeline");
  const { first, last, times, detail } = news;
  return (
    <Step at={first} timeZone={timeZone} detail={detail}>
      <NewsText news={news} />
      {times > 1 && (
        <span className="text-muted">
          {" · "}
          {t.rich("times", { count: times, at: () => <Instant at={last} timeZone={timeZone} /> })}
        </span>
      )}
    </Step>
  );
}

function NewsText({ news: { type, automated, bounce } }: { news: News }) {
  const t = useTranslations("timeline");
  if (type === "bounced") return t("news.bounced", { bounce: bounce?.toLowerCase() ?? "" });
  if (automated && (type === "opened" || type === "clicked")) return t(`automated.${type}`);
  return t(`news.${type}`);
}

interface StepProps {
  at: Date | null;
  timeZone: string;
  /** Somebody else's words. */
  detail: ReactNode;
  children: ReactNode;
}

function Step({ at, timeZone, detail, children }: StepProps) {
  return (
    <li className="border-s-2 border-border ps-3">
      {children}
      {at !== null && (
        <span className="text-muted">
          {" · "}
          <Instant at={at} timeZone={timeZone} />
        </span>
      )}
      {detail && <span className="block text-muted">{detail}</span>}
    </li>
  );
}
