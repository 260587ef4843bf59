import { useTranslations } from "next-intl";
import { WhyNotText } from "@/components/timeline/why-not-text";
import { ReasonText } from "@/components/attempts/delivery-reason";
import { HoldLines } from "@/components/mailings/holds-notice";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import type { Explained, ExplainedRun } from "@/lib/timeline/why-not-facts";

interface WhyNotRunsProps {
  explained: Explained;
  timeZone: string;
}

/** Run by run, whether a mailing reached an address, and why not. */
export function WhyNotRuns({ explained, timeZone }: WhyNotRunsProps) {
  const t = useTranslations("whyNot");
  const { mailing, suppressed, runs, hasMore } = explained;
  const { archivedAt } = mailing;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {suppressed !== null && (
        <p>{t.rich("suppressedNow", { reason: () => <ReasonText reason={suppressed} /> })}</p>
      )}
      {archivedAt !== null && (
        <p>{t.rich("deleted", { at: () => <Instant at={archivedAt} timeZone={timeZone} /> })}</p>
      )}
      {runs.length === 0 && <NeverRan explained={explained} timeZone={timeZone} />}
      {runs.length > 0 && (
        <ol className="list-frame divide-y divide-separator">
          {runs.map((explainedRun) => (
            <Run key={explainedRun.run.id} {...{ explainedRun, mailing, timeZone }} />
          ))}
        </ol>
      )}
      {hasMore && <p className="text-muted">{t("onlyLatest")}</p>}
    </div>
  );
}

interface RunProps {
  explainedRun: ExplainedRun;
  mailing: Explained["mailing"];
  timeZone: string;
}

function Run({ explainedRun: { run, why }, mailing, timeZone }: RunProps) {
  const t = useTranslations("attempts");
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-4 py-4 sm:px-5 md:grid-cols-[10rem_minmax(0,1fr)]">
      <div>
        <Link
          href={`/attempts/${run.id}`}
          className="font-medium underline decoration-border underline-offset-3 hover:decoration-current"
        >
          <Instant at={run.createdAt} timeZone={timeZone} />
        </Link>
        <p className="text-muted">{t(`kinds.${run.kind}`)}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-1 [overflow-wrap:anywhere]">
        <WhyNotText why={why} mailing={mailing} timeZone={timeZone} />
        {run.skippedOccurrences > 0 && (
          <p className="text-muted">{t("skippedOccurrences", { count: run.skippedOccurrences })}</p>
        )}
      </div>
    </li>
  );
}

function NeverRan({ explained: { mailing }, timeZone }: WhyNotRunsProps) {
  const t = useTranslations("whyNot");
  const { nextRunAt } = mailing;
  return (
    <div className="flex flex-col gap-1">
      <p>
        {t("neverRan")}{" "}
        {nextRunAt === null
          ? t("noNextRun")
          : t.rich("nextRun", { at: () => <Instant at={nextRunAt} timeZone={timeZone} /> })}
      </p>
      <HoldLines mailing={mailing} />
    </div>
  );
}
