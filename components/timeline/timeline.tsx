import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EventContent } from "@/components/timeline/event-content";
import { OccurrenceContent } from "@/components/timeline/occurrence-content";
import { Instant } from "@/components/ui/instant";
import type { TimelineEntry } from "@/lib/timeline/timeline";

interface TimelineProps {
  entries: readonly TimelineEntry[];
  /** The recipient's address today: an email that went to another one says so. */
  email: string;
  timeZone: string;
}

/** What concerned a recipient, the newest first. */
export function Timeline({ entries, email, timeZone }: TimelineProps) {
  const t = useTranslations("timeline");
  return (
    <ol aria-label={t("title")} className="list-frame divide-y divide-separator text-sm">
      {entries.map((entry) =>
        entry.kind === "occurrence" ? (
          <Entry key={entry.id} at={entry.at} timeZone={timeZone}>
            <OccurrenceContent entry={entry} email={email} timeZone={timeZone} />
          </Entry>
        ) : (
          <Entry key={`${entry.kind} ${entry.at.getTime()}`} at={entry.at} timeZone={timeZone}>
            <EventContent event={entry} timeZone={timeZone} />
          </Entry>
        ),
      )}
    </ol>
  );
}

function Entry({ at, timeZone, children }: { at: Date; timeZone: string; children: ReactNode }) {
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-4 py-4 sm:px-5 md:grid-cols-[10rem_minmax(0,1fr)]">
      <span className="text-muted">
        <Instant at={at} timeZone={timeZone} />
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </li>
  );
}
