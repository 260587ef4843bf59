import { useFormatter, useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import type { Month } from "@/lib/overview/month";

const WIDTH = 600;
const HEIGHT = 72;

/** Thirty days as small bars, drawn without a script; the report behind it has the same figures as a table. */
export function MonthChart({ month, href }: { month: Month; href: string }) {
  const t = useTranslations("overview.month");
  const format = useFormatter();
  const { days, total } = month;
  const most = Math.max(1, ...days.map(({ values }) => (values["accepted"] ?? 0) + (values["others"] ?? 0)));
  const step = WIDTH / days.length;
  const date = (at: string | undefined) =>
    at === undefined
      ? ""
      : format.dateTime(new Date(`${at}T00:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <figure className="relative mb-4 rounded-2xl border border-border bg-surface p-4 shadow-surface has-[a:hover]:bg-surface-secondary sm:p-5">
      <figcaption className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link href={href} className="text-sm text-muted after:absolute after:inset-0">
          {t("title")}
        </Link>
        <span className="text-sm tabular-nums">{t("total", total)}</span>
      </figcaption>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-18 w-full"
      >
        <defs>
          <pattern
            id="month-others"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill="var(--danger)" opacity="0.35" />
            <rect width="3" height="6" fill="var(--danger)" />
          </pattern>
        </defs>
        <rect y={HEIGHT - 1} width={WIDTH} height="1" fill="var(--separator)" />
        {days.map(({ at, values }, n) => {
          const [good, bad] = [values["accepted"] ?? 0, values["others"] ?? 0].map((count) =>
            count === 0 ? 0 : Math.max((count / most) * (HEIGHT - 4), 2),
          );
          const place = { x: n * step + step * 0.12, width: step * 0.76 };
          return (
            <g key={at}>
              <rect {...place} y={HEIGHT - 1 - (good ?? 0)} height={good} fill="var(--accent)" />
              <rect
                {...place}
                y={HEIGHT - 1 - (good ?? 0) - (bad ?? 0)}
                height={bad}
                fill="url(#month-others)"
              />
            </g>
          );
        })}
      </svg>
      <div aria-hidden="true" className="mt-1 flex justify-between text-xs text-muted">
        <span>{date(days[0]?.at)}</span>
        <span>{date(days.at(-1)?.at)}</span>
      </div>
    </figure>
  );
}
