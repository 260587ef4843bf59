import { useTranslations } from "next-intl";
import { useProtectionText } from "@/components/mailings/use-protection-text";
import { attemptTones } from "@/components/mailings/status-tones";
import { OverviewRow } from "@/components/overview/overview-row";
import { Quiet, Rows } from "@/components/overview/overview-section";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import type { Trouble } from "@/lib/overview/trouble";

interface TroubleListProps {
  trouble: Trouble;
  /** Whether the person has been here before: then it is since their last visit. */
  isReturning: boolean;
  timeZone: string;
}

/** What went wrong meanwhile: mailings that others have held first, for those stand still. */
export function TroubleList({ trouble, isReturning, timeZone }: TroubleListProps) {
  const t = useTranslations("overview");
  const statuses = useTranslations("statuses");
  const protectionText = useProtectionText();
  const { attempts, holds } = trouble;
  const more = trouble.attemptsTotal - attempts.length + (trouble.holdsTotal - holds.length);
  if (attempts.length + holds.length === 0) {
    return <Quiet>{t(isReturning ? "noTroubleSinceVisit" : "noTrouble")}</Quiet>;
  }
  return (
    <>
      <Rows>
        {holds.map(({ mailingId, name, owner, at, hold, by, reason, protection }) => (
          <OverviewRow
            key={mailingId}
            href={`/mailings/${mailingId}`}
            name={name}
            owner={owner}
            aside={<StatusChip tone="bad">{statuses(`hold.${hold}`)}</StatusChip>}
          >
            <Instant at={at} timeZone={timeZone} />
            {by !== null && <span>{t("stoppedBy", { by })}</span>}
            {protection !== null && (
              <span className="basis-full first-letter:uppercase">{protectionText(protection)}</span>
            )}
            {reason !== null && <span className="line-clamp-2 basis-full">{reason}</span>}
          </OverviewRow>
        ))}
        {attempts.map(({ id, name, owner, at, status, accepted, planned }) => (
          <OverviewRow
            key={id}
            href={`/attempts/${id}`}
            name={name}
            owner={owner}
            aside={<StatusChip tone={attemptTones[status]}>{statuses(`attempt.${status}`)}</StatusChip>}
          >
            <Instant at={at} timeZone={timeZone} />
            {planned > 0 && <span className="tabular-nums">{t("counts", { accepted, planned })}</span>}
          </OverviewRow>
        ))}
      </Rows>
      <p className="mt-3 text-xs text-muted">{t("timesIn", { zone: timeZone })}</p>
      {more > 0 && <p className="mt-3 text-sm text-muted">{t("moreTrouble", { count: more })}</p>}
    </>
  );
}
