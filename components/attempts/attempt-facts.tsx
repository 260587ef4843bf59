import { useTranslations } from "next-intl";
import { AttemptAnswer } from "@/components/attempts/attempt-answer";
import { AttemptCountsText } from "@/components/attempts/attempt-counts";
import { attemptTones } from "@/components/mailings/status-tones";
import { Fact, FactDetail, Facts } from "@/components/ui/facts";
import { useZonedText } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import type { AttemptDetail } from "@/lib/attempts/queries";
import type { LinkedAttempt, Retries } from "@/lib/attempts/retries";
import { withFallbacks } from "@/lib/messages/merge-fields";

interface AttemptFactsProps {
  attempt: AttemptDetail;
  retries: Retries;
  /** How many of its uncertain emails a retry has taken up; they stay uncertain here. */
  sentAgain: number;
}

/** How it was started, what came of it, and which attempts it has to do with. */
export function AttemptFacts({ attempt, retries, sentAgain }: AttemptFactsProps) {
  const t = useTranslations();
  const { timeZone } = attempt.mailing;
  return (
    <Facts>
      <Fact term={t("attempt.startedBy")}>
        {t(`attempts.kinds.${attempt.kind}`)}
        {retries.of !== null && <Linked attempt={retries.of} timeZone={timeZone} />}
      </Fact>
      <Fact term={t("attempt.subject")}>{withFallbacks(attempt.subject)}</Fact>
      <Fact term={t("attempts.counts")}>
        <AttemptCountsText counts={attempt} whole />
        {sentAgain > 0 && <FactDetail>{t("uncertain.sentAgain", { count: sentAgain })}</FactDetail>}
      </Fact>
      <Fact term={t("attempts.answer")}>
        <AttemptAnswer attempt={attempt} />
      </Fact>
      {retries.by.length > 0 && (
        <Fact term={t("attempt.retriedBy")}>
          {retries.by.map((retry) => (
            <Linked key={retry.id} attempt={retry} timeZone={timeZone} withStatus />
          ))}
        </Fact>
      )}
    </Facts>
  );
}

interface LinkedProps {
  attempt: LinkedAttempt;
  timeZone: string;
  withStatus?: boolean;
}

function Linked({ attempt: { id, createdAt, status }, timeZone, withStatus = false }: LinkedProps) {
  const statuses = useTranslations("statuses.attempt");
  const written = useZonedText(timeZone);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        href={`/attempts/${id}`}
        className="inline-block min-h-6 py-0.5 underline decoration-border underline-offset-3 hover:decoration-current"
      >
        {written(createdAt)}
      </Link>
      {withStatus && <StatusChip tone={attemptTones[status]}>{statuses(status)}</StatusChip>}
    </span>
  );
}
