import { useTranslations } from "next-intl";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { isBrokenConnection } from "@/lib/attempts/broken-connection";

const reasons = [
  "unsubscribed",
  "bounced",
  "complained",
  "manual",
  "recipient_deleted",
  "already_sent",
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
export function isExplained({ reason, answer, fate }: DeliveryRow): boolean {
  return reason !== null || answer !== null || fate !== null;
}

/** Why it was not accepted, the provider's own words below; for what was accepted, its later fate. */
export function DeliveryReason({ delivery }: { delivery: DeliveryRow }) {
  const t = useTranslations("attempt");
  const said = useTranslations("attempts");
  const { reason, answer, fate, fateDetail } = delivery;
  if (!isExplained(delivery)) return "–";
  const known = reasons.find((code) => code === reason);
  return (
    <span className="flex flex-col gap-0.5">
      {reason !== null && <span>{known ? t(`reasons.${known}`) : t("reasons.other", { reason })}</span>}
      {answer !== null && (
        <span className="text-muted">
          {isBrokenConnection(answer) ? said("brokenOff", { error: answer }) : answer}
        </span>
      )}
      {fate !== null && <span>{t(`fates.${fate}`)}</span>}
      {fateDetail !== null && <span className="text-muted">{fateDetail}</span>}
    </span>
  );
}
