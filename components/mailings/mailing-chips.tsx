import { useTranslations } from "next-intl";
import { mailingTones } from "@/components/mailings/status-tones";
import { StatusChip } from "@/components/ui/status-chip";
import type { Hold, MailingStatus } from "@/lib/mailings/status";

/** The status, and beside it what holds the mailing. */
export function MailingChips({ status, holds }: { status: MailingStatus; holds: Hold[] }) {
  const t = useTranslations("statuses");
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <StatusChip tone={mailingTones[status]}>{t(`mailing.${status}`)}</StatusChip>
      {holds.map((hold) => (
        <StatusChip key={hold} tone={hold === "paused" ? "careful" : "bad"}>
          {t(`hold.${hold}`)}
        </StatusChip>
      ))}
    </span>
  );
}
