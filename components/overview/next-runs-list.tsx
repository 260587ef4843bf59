import { useTranslations } from "next-intl";
import { OverviewRow } from "@/components/overview/overview-row";
import { Quiet, Rows } from "@/components/overview/overview-section";
import { Instant } from "@/components/ui/instant";
import type { NextRun } from "@/lib/overview/next-runs";

interface NextRunsListProps {
  runs: NextRun[];
  now: Date;
  timeZone: string;
}

/** What comes next, in the person's own zone. */
export function NextRunsList({ runs, now, timeZone }: NextRunsListProps) {
  const t = useTranslations("overview");
  if (runs.length === 0) return <Quiet>{t("noNextRuns")}</Quiet>;
  return (
    <>
      <Rows>
        {runs.map(({ mailingId, name, owner, at }) => (
          <OverviewRow key={mailingId} href={`/mailings/${mailingId}`} name={name} owner={owner}>
            <Instant at={at} timeZone={timeZone} full />
            {at <= now && <span>{t("due")}</span>}
          </OverviewRow>
        ))}
      </Rows>
      <p className="mt-3 text-xs text-muted">{t("timesIn", { zone: timeZone })}</p>
    </>
  );
}
