import { useTranslations } from "next-intl";
import { Mark } from "@/components/ui/mark";
import { StatusChip, type Tone } from "@/components/ui/status-chip";

const outcomes = ["accepted", "rejected", "skipped", "uncertain"] as const;
const tones: Record<(typeof outcomes)[number], Tone> = {
  accepted: "good",
  rejected: "bad",
  skipped: "neutral",
  uncertain: "careful",
};

/** What a ledger tells, in words: an illustration without a single figure. */
export function LedgerExample() {
  const t = useTranslations();
  return (
    <figure className="relative overflow-hidden rounded-2xl border border-border bg-surface p-6 shadow-surface sm:p-8">
      <Mark className="pointer-events-none absolute -top-8 -right-10 h-36 w-auto -rotate-12 text-brass-soft" />
      <figcaption className="relative max-w-[60%] font-display text-lg font-semibold">
        {t("home.ledger.title")}
      </figcaption>
      <ul className="relative mt-5 divide-y divide-separator">
        {outcomes.map((outcome) => (
          <li key={outcome} className="flex items-baseline gap-4 py-3.5">
            <span className="w-28 shrink-0">
              <StatusChip tone={tones[outcome]}>{t(`statuses.delivery.${outcome}`)}</StatusChip>
            </span>
            <span className="text-sm">{t(`home.ledger.${outcome}`)}</span>
          </li>
        ))}
      </ul>
      <p className="relative mt-4 border-t-2 border-brass pt-4 text-sm text-muted">{t("home.ledger.sum")}</p>
    </figure>
  );
}
