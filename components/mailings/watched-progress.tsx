import { LiveProgress } from "@/components/mailings/live-progress";
import { useNextWords } from "@/components/mailings/use-next-words";
import type { Next } from "@/lib/mailings/next-step";
import type { Progress } from "@/lib/mailings/progress";
import type { MailingDetail } from "@/lib/mailings/queries";

interface WatchedProgressProps {
  mailing: MailingDetail;
  progress: Progress;
  next: Next;
}

/** What happens next with a mailing, its times written here, and what goes out of it. */
export function WatchedProgress({ mailing, progress, next }: WatchedProgressProps) {
  const words = useNextWords(mailing.timeZone);
  return <LiveProgress mailingId={mailing.id} initial={progress} next={words(next)} />;
}
