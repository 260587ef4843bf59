import { useFormatter, useTranslations } from "next-intl";
import type { HomeFigures as Figures } from "@/lib/home/queries";

const names = ["mailings", "active", "clients"] as const;

/** What this installation does, in three numbers. */
export function HomeFigures({ figures }: { figures: Figures }) {
  const t = useTranslations("home.figures");
  const format = useFormatter();
  return (
    <section aria-label={t("title")} className="border-y border-separator bg-surface">
      <dl className="mx-auto grid w-full max-w-6xl divide-separator px-4 max-sm:divide-y sm:grid-cols-3 sm:divide-x sm:px-6">
        {names.map((name) => (
          <div
            key={name}
            className="flex flex-col-reverse justify-end gap-1.5 py-6 max-sm:flex-row-reverse max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:py-4 sm:px-8 sm:py-9 sm:first:ps-0"
          >
            <dt className="text-muted">{t(name, { count: figures[name] })}</dt>
            <dd className="font-display text-3xl font-semibold tracking-tight tabular-nums sm:text-4xl lg:text-5xl">
              {format.number(figures[name])}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
