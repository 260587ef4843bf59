import { useFormatter, useTranslations } from "next-intl";
import { pendingOf } from "@/lib/attempts/counts";
import type { AttemptCounts } from "@/lib/mailings/status";

/** The parts of the sum, while they move and afterwards. */
export function ProgressFigures({ attempt }: { attempt: AttemptCounts }) {
  const t = useTranslations("progress");
  const format = useFormatter();
  const rare = [
    { name: "cancelled", count: attempt.cancelled },
    { name: "uncertain", count: attempt.uncertain },
    { name: "pending", count: pendingOf(attempt) },
  ] as const;
  const figures = [
    { name: "planned", count: attempt.planned },
    { name: "accepted", count: attempt.accepted },
    { name: "rejected", count: attempt.rejected },
    { name: "skipped", count: attempt.skipped },
    ...rare.filter(({ count }) => count > 0),
  ] as const;
  return (
    <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
      {figures.map(({ name, count }) => (
        <div key={name}>
          <dt className="text-sm text-muted">{t(name)}</dt>
          <dd className="text-2xl font-semibold tabular-nums">{format.number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
