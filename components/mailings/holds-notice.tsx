import { useTranslations } from "next-intl";
import { useProtectionText } from "@/components/mailings/use-protection-text";
import { useZonedText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { MailingDetail } from "@/lib/mailings/queries";
import type { Hold } from "@/lib/mailings/status";

/** Why nothing goes out: each hold with who, when and the reason. */
export function HoldsNotice({ mailing }: { mailing: MailingDetail }) {
  const t = useTranslations("mailing");
  if (mailing.holds.length === 0) return null;
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("holdsTitle")}</p>
      <HoldLines mailing={mailing} />
    </Notice>
  );
}

/** A sentence for each hold; nothing where there is none. */
export function HoldLines({ mailing }: { mailing: MailingDetail }) {
  const t = useTranslations("mailing");
  const answer = mailing.holds.includes("protected") ? mailing.protection?.answer : null;
  return (
    <>
      {mailing.holds.map((hold) => (
        <p key={hold} className="mt-1">
          <HoldText hold={hold} mailing={mailing} />
        </p>
      ))}
      {answer && <p className="mt-1">{t("providerSays", { answer })}</p>}
    </>
  );
}

function HoldText({ hold, mailing }: { hold: Hold; mailing: MailingDetail }) {
  const t = useTranslations("mailing");
  const written = useZonedText(mailing.timeZone);
  const protectionText = useProtectionText();
  const at = (instant: Date | null | undefined) => (instant ? written(instant) : "–");
  switch (hold) {
    case "paused":
      return t(mailing.mayControl ? "holds.pausedOwn" : "holds.paused", { at: at(mailing.pausedAt) });
    case "stopped":
      return t("holds.stopped", {
        by: mailing.stop?.by ?? "–",
        at: at(mailing.stop?.at),
        reason: mailing.stop?.reason ?? "–",
      });
    case "owner_blocked":
      // A closed account holds like a blocked one, without a reason that anybody gave.
      return mailing.owner.blockedReason === null
        ? t("holds.owner_closed", { at: at(mailing.owner.closedAt) })
        : t("holds.owner_blocked", {
            at: at(mailing.owner.blockedAt),
            reason: mailing.owner.blockedReason,
          });
    case "owner_role":
      return t("holds.owner_role");
    case "protected":
      return t(`holds.${protectedKey(mailing)}`, {
        at: at(mailing.protection?.at),
        reason: mailing.protection ? protectionText(mailing.protection) : "–",
      });
  }
}

function protectedKey({ status, mayControl }: MailingDetail) {
  if (status === "finished") return "protectedFinished";
  return mayControl ? "protectedOwn" : "protected";
}
