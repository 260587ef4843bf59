import { CalendarClock, ListChecks, PenLine, Users, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";

const steps = ["write", "choose", "schedule", "read"] as const;

const icons: Record<(typeof steps)[number], LucideIcon> = {
  write: PenLine,
  choose: Users,
  schedule: CalendarClock,
  read: ListChecks,
};

/** How a mailing comes about, from the first word to the last answer. */
export function Steps() {
  const t = useTranslations("home.steps");
  return (
    <section className="mx-auto w-full max-w-6xl px-4 py-14 sm:px-6 sm:py-20">
      <h2 className="max-w-2xl font-display text-2xl font-semibold tracking-tight sm:text-3xl">
        {t("title")}
      </h2>
      <ol className="mt-9 grid gap-x-8 gap-y-9 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map((step) => {
          const Icon = icons[step];
          return (
            <li key={step} className="border-t-2 border-brass pt-5">
              <Icon className="size-6 text-muted" strokeWidth={1.75} aria-hidden="true" />
              <h3 className="mt-4 text-lg font-semibold">{t(`${step}Title`)}</h3>
              <p className="mt-1.5 text-muted">{t(step)}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
