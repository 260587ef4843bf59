import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useInstantText } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import type { DeliveryRow, Resolution } from "@/lib/attempts/delivery-rows";
import { isBrokenConnection } from "@/lib/attempts/broken-connection";

const reasons = [
  "unsubscribed",
  "bounced",
  "complained",
  "manual",
  "recipient_deleted",
  "erased",
  "already_sent",
  "got_before",
  "refused",
  "unrenderable",
  "undispatchable",
  "conflict",
  "unknown_too_long",
  "finished",
  "superseded",
  "over",
  "archived",
] as const;

/** Whether there is more to say of it than its outcome. */
export function isExplained({ reason, answer, fate, resolution }: DeliveryRow): boolean {
  return reason !== null || answer !== null || fate !== null || resolution !== null;
}

/** Why it was not accepted, the provider's own words below; for what was accepted, its later fate. */
export function DeliveryReason({ delivery, timeZone }: { delivery: DeliveryRow; timeZone: string }) {
  const t = useTranslations("attempt");
  const { reason, answer, fate, fateDetail, resolution } = delivery;
  if (!isExplained(delivery)) return "–";
  return (
    <span className="flex flex-col gap-0.5">
      {reason !== null && (
        <span>
          <ReasonText reason={reason} />
        </span>
      )}
      {answer !== null && (
        <span className="text-muted">
          <AnswerText answer={answer} />
        </span>
      )}
      {resolution !== null && (
        <span>
          <ResolutionText resolution={resolution} timeZone={timeZone} />
        </span>
      )}
      {fate !== null && <span>{t(`fates.${fate}`)}</span>}
      {fateDetail !== null && <span className="text-muted">{fateDetail}</span>}
    </span>
  );
}

/** What a person decided about an uncertain one, who and when. */
export function ResolutionText({ resolution, timeZone }: { resolution: Resolution; timeZone: string }) {
  const t = useTranslations("attempt");
  const written = useInstantText(timeZone);
  const { attemptId, at, by } = resolution;
  const said = { name: by ?? t("somebody"), at: written(new Date(at)) };
  return attemptId === null
    ? t("treatedAsAccepted", said)
    : t.rich("sentAgain", { ...said, link: linkTo(attemptId) });
}

function linkTo(attemptId: string) {
  return function AttemptLink(text: ReactNode) {
    return (
      <Link href={`/attempts/${attemptId}`} className="underline underline-offset-3">
        {text}
      </Link>
    );
  };
}

/** The rule that decided, in words. */
export function ReasonText({ reason }: { reason: string }) {
  const t = useTranslations("attempt");
  const known = reasons.find((code) => code === reason);
  return known ? t(`reasons.${known}`) : t("reasons.other", { reason });
}

/** What the provider answered, or how the connection to it broke. */
export function AnswerText({ answer }: { answer: string }) {
  const t = useTranslations("attempts");
  return isBrokenConnection(answer) ? t("brokenOff", { error: answer }) : answer;
}
