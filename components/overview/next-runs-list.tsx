import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { OverviewRow } from "@/components/overview/overview-row";
import { Quiet, Rows } from "@/components/overview/overview-section";
import { Instant } from "@/components/ui/instant";
import type { NextRun } from "@/lib/overview/next-runs";

interface NextRunsListProps {
  runs: NextRun[];
  now: Date;
  timeZone: string;
  /** Starts one's own mailing that waits for its time. */
  start: (run: NextRun & { startNow: number }) => ReactNode;
}

/** What comes next, in the person's own zone. */
export function NextRunsList({ runs, now, timeZone, start }: NextRunsListProps) {
  const t = useTranslations("overview");
  if (runs.length === 0) return <Quiet>{t("noNextRuns")}</Quiet>;
  return (
    <>
      <Rows>
        {runs.map(({ startNow, ...run }) => (
          <OverviewRow
            key={run.mailingId}
            href={`/mailings/${run.mailingId}`}
            name={run.name}
            owner={run.owner}
            aside={startNow !== null && start({ ...run, startNow })}
          >
            <Instant at={run.at} timeZone={timeZone} full />
            {run.at <= now && <span>{t("due")}</span>}
          </OverviewRow>
        ))}
      </Rows>
      <p className="mt-3 text-xs text-muted">{t("timesIn", { zone: timeZone })}</p>
    </>
  );
}
