import { useTranslations } from "next-intl";

const points = ["once", "time", "answer"] as const;

/** The three promises. */
export function Points() {
  const t = useTranslations("home.points");
  return (
    <section className="border-t border-separator bg-surface-secondary">
      <div className="mx-auto grid w-full max-w-6xl gap-10 px-4 py-14 sm:px-6 md:grid-cols-3 md:gap-12 md:py-16">
        {points.map((point) => (
          <div key={point}>
            <h2 className="font-display text-xl font-semibold">{t(`${point}Title`)}</h2>
            <p className="mt-2 text-muted">{t(point)}</p>
          </div>
        ))}
      </div>
    </section>
  );
}
