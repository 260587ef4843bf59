"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { pendingOf, settledOf } from "@/lib/attempts/counts";
import { deliveriesOfAttempt } from "@/components/attempts/delivery-links";
import { Link } from "@/components/ui/link";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";
import type { AttemptCounts } from "@/lib/mailings/status";

/** In the order of the bar: what is done, and what is to come. */
const outcomes = ["accepted", "rejected", "skipped", "cancelled", "uncertain", "pending"] as const;
/** Those that are named even where nobody has them. */
const always: readonly DeliveryStatus[] = ["accepted", "rejected", "skipped", "pending"];

interface OutcomeBarProps {
  attempt: AttemptCounts & { id: string };
  label: string;
  /** Across from how much of it is done. */
  beside: ReactNode;
}

/**
 * A run by outcome: a bar whose parts have each a pattern of their own, and a table beside it with the same patterns, the
 * numbers and the shares. Every tenth of the way is spoken.
 */
export function OutcomeBar({ attempt, label, beside }: OutcomeBarProps) {
  const t = useTranslations("progress");
  const { planned } = attempt;
  if (planned === 0) return null;
  const counts = { ...attempt, pending: pendingOf(attempt) };
  const percent = Math.floor((settledOf(attempt) / planned) * 100);
  const said = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${t(outcome)}: ${counts[outcome]}`)
    .join(", ");
  return (
    <div className="mt-4">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${t("settled", { settled: settledOf(attempt), planned })}. ${said}`}
        className="outcome-bar"
      >
        {outcomes.map(
          (outcome) =>
            counts[outcome] > 0 && (
              <span key={outcome} data-outcome={outcome} style={{ flexGrow: counts[outcome] }} />
            ),
        )}
      </div>
      <div className="mt-2 flex flex-wrap justify-between gap-x-6 text-sm tabular-nums">
        <p className="font-medium">{t("settled", { settled: settledOf(attempt), planned })}</p>
        <p className="text-muted">{beside}</p>
      </div>
      <p className="sr-only" role="status">
        {t("spoken", { percent: Math.floor(percent / 10) * 10 })}
      </p>
      <dl className="outcome-legend">
        {outcomes
          .filter((outcome) => counts[outcome] > 0 || always.includes(outcome))
          .map((outcome) => (
            <Row
              key={outcome}
              attemptId={attempt.id}
              outcome={outcome}
              count={counts[outcome]}
              of={planned}
            />
          ))}
      </dl>
    </div>
  );
}

interface RowProps {
  attemptId: string;
  outcome: DeliveryStatus;
  count: number;
  of: number;
}

function Row({ attemptId, outcome, count, of }: RowProps) {
  const t = useTranslations("progress");
  const format = useFormatter();
  // Rounded down: "100%" of what is not complete would be wrong.
  const share = format.number(Math.floor((count / of) * 1000) / 1000, {
    style: "percent",
    maximumFractionDigits: 1,
  });
  const name = t(outcome);
  return (
    <div>
      <dt>
        <span aria-hidden="true" data-outcome={outcome} className="outcome-mark" />
        {name}
      </dt>
      <dd>
        {count === 0 ? (
          <span className="text-muted">{format.number(count)}</span>
        ) : (
          <Link
            href={deliveriesOfAttempt(attemptId, outcome)}
            aria-label={t("legend", { name, count, share })}
            className="figure-link"
          >
            {format.number(count)}
          </Link>
        )}
        <span className="ms-2 text-sm font-normal text-muted">{count === 0 ? "" : share}</span>
      </dd>
    </div>
  );
}
