import { useTranslations } from "next-intl";
import type { ToldJob } from "@/components/jobs/job-text";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { JobStatus } from "@/lib/jobs/policy";

const tones: Record<JobStatus, Tone> = {
  queued: "neutral",
  running: "busy",
  paused: "careful",
  cancelled: "neutral",
  succeeded: "good",
  failed: "bad",
};

export function JobState({ job: { status, asks, undo } }: { job: ToldJob }) {
  const t = useTranslations("jobs");
  if (undo !== "none") return <StatusChip tone="neutral">{t(undo)}</StatusChip>;
  if (asks) return <StatusChip tone="careful">{t("asks")}</StatusChip>;
  return <StatusChip tone={tones[status]}>{t(`statuses.${status}`)}</StatusChip>;
}
