import { useTranslations } from "next-intl";
import { Figure } from "@/components/reports/figure";
import { Share } from "@/components/reports/figure-table";
import type { FigureHrefs } from "@/lib/reports/links";
import type { ReportFigures } from "@/lib/reports/queries";

const steps = ["planned", "accepted", "delivered", "opened", "clicked"] as const;

/** How many recipients came how far, as bars of the first, with the share of what was planned. */
export function Funnel({ hrefs, total }: { hrefs: FigureHrefs; total: ReportFigures }) {
  const t = useTranslations("reports");
  const whole = Math.max(1, total.planned);
  return (
    <figure className="min-w-0 break-inside-avoid rounded-xl border border-border bg-surface p-5">
      <figcaption className="mb-4 text-sm font-medium">{t("funnel")}</figcaption>
      <ol className="flex flex-col gap-3">
        {steps.map((step) => (
          <li
            key={step}
            className="grid grid-cols-[7rem_minmax(0,1fr)] items-center gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)]"
          >
            <span className="text-sm text-muted">{t(`figures.${step}`)}</span>
            <span className="flex min-w-0 items-center gap-3">
              <span
                aria-hidden="true"
                className="funnel-bar"
                style={{ width: `${Math.max((total[step] / whole) * 45, 0.5)}%` }}
              />
              <span className="font-medium whitespace-nowrap tabular-nums">
                <Figure count={total[step]} href={hrefs[step]} label={t(`figures.${step}`)} />
                {step !== "planned" && <Share count={total[step]} of={total.planned} />}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
