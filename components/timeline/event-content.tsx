import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { CausingEmail, TimelineEvent } from "@/lib/timeline/events";

/** What happened to the address beside its emails. */
export function EventContent({ event, timeZone }: { event: TimelineEvent; timeZone: string }) {
  const t = useTranslations("timeline");
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">
          {event.kind === "suppressed" ? t(`suppressed.${event.reason}`) : t(event.kind)}
        </span>
        {event.kind === "suppressed" && <StatusChip tone="careful">{t("suppressedChip")}</StatusChip>}
      </p>
      {event.kind !== "added" && event.by !== null && (
        <p className="mt-0.5 text-muted">{t("by", { name: event.by })}</p>
      )}
      {event.kind === "suppressed" && (
        <>
          {event.email !== null && <Cause email={event.email} timeZone={timeZone} />}
          {event.note !== "" && <p className="mt-0.5 whitespace-pre-wrap text-muted">{event.note}</p>}
        </>
      )}
      {event.kind === "lifted" && event.reason !== "" && (
        <p className="mt-0.5 whitespace-pre-wrap text-muted">{event.reason}</p>
      )}
    </>
  );
}

/** By which email somebody unsubscribed, complained, or was found not to exist. */
function Cause({ email, timeZone }: { email: CausingEmail; timeZone: string }) {
  const t = useTranslations("timeline");
  return (
    <p className="mt-0.5 text-muted">
      {t.rich("causedBy", {
        subject: withFallbacks(email.subject),
        mailing: email.mailingName,
        at: () => <Instant at={email.at} timeZone={timeZone} />,
        link: (text) => (
          <Link href={`/attempts/${email.attemptId}`} className="underline underline-offset-3">
            {text}
          </Link>
        ),
      })}
    </p>
  );
}
