import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ReportFigures } from "@/lib/reports/queries";

interface ReportTotalsProps {
  /** Mailings that ran. */
  mailings: number;
  total: ReportFigures;
}

const runs = ["mailings", "attempts", "successful", "unsuccessful"] as const;
const outcomes = ["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const;
const fates = ["delivered", "bounced", "complained"] as const;

/** A period in figures: what ran, what became of its recipients here, and what their servers said later. */
export function ReportTotals({ mailings, total }: ReportTotalsProps) {
  const t = useTranslations("reports");
  const told = fates.some((name) => total[name] > 0);
  const shares = { of: total.planned, names: ["accepted"] };
  return (
    <div className="mt-8 grid gap-4 lg:grid-cols-2">
      <Group title={t("groups.runs")} names={runs} figures={{ mailings, ...total }} />
      <Group title={t("groups.fates")} names={told ? fates : []} figures={{ mailings, ...total }}>
        {!told && <p className="max-w-sm text-sm text-muted">{t("noFates")}</p>}
      </Group>
      <Group
        title={t("groups.recipients")}
        names={outcomes}
        figures={{ mailings, ...total }}
        shares={shares}
        wide
      />
    </div>
  );
}

type Figures = ReportFigures & { mailings: number };

interface GroupProps {
  title: string;
  names: readonly (keyof Figures)[];
  figures: Figures;
  /** Figures whose share of a whole is said beside them. */
  shares?: { of: number; names: readonly string[] };
  wide?: boolean;
  children?: ReactNode;
}

function Group({ title, names, figures, shares, wide = false, children }: GroupProps) {
  const t = useTranslations("reports");
  const format = useFormatter();
  const columns = names.length === 3 ? "sm:grid-cols-3" : "sm:grid-cols-4";
  return (
    <section
      aria-label={title}
      className={`rounded-xl border border-border bg-surface p-5 ${wide ? "lg:col-span-2" : ""}`}
    >
      <h2 className="mb-4 text-sm font-medium">{title}</h2>
      {children}
      <dl className={`grid grid-cols-2 gap-x-6 gap-y-5 ${wide ? "sm:grid-cols-3 lg:grid-cols-6" : columns}`}>
        {names.map((name) => (
          <div key={name}>
            <dt className="text-sm text-muted">{t(`figures.${name}`)}</dt>
            <dd className={`text-2xl font-semibold tabular-nums ${figures[name] === 0 ? "text-muted" : ""}`}>
              {format.number(figures[name])}
              {shares?.names.includes(name) === true && shares.of > 0 && (
                <span className="text-sm font-normal text-muted">
                  {/* Read aloud and copied, it is a number of its own. */}{" "}
                  {format.number(Math.floor((figures[name] / shares.of) * 1000) / 1000, {
                    style: "percent",
                    maximumFractionDigits: 1,
                  })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
