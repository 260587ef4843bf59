import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { SenderFacts } from "@/lib/mailings/sender-facts";
import type { DomainState } from "@/lib/sending/resend";

interface SenderReadinessProps {
  facts: SenderFacts;
  /** How the provider says the domain is; null while it is asked. */
  domain: DomainState | null;
}

/** Before a first mailing really leaves: who it comes from, what is ready and what is to be done. */
export function SenderReadiness({ facts, domain }: SenderReadinessProps) {
  const t = useTranslations("overview.sender");
  const ready = facts.postalAddress && domain === "verified";
  return (
    <Notice tone={ready ? "good" : "careful"}>
      <p className="font-medium">{t("title")}</p>
      <ul className="mt-1 list-disc ps-5">
        <li>{t("from", { from: facts.from })}</li>
        <li>{t(`domain.${domain ?? "asked"}`, { domain: facts.domain })}</li>
        <li>{facts.postalAddress ? t("postalReady") : t("postalMissing")}</li>
      </ul>
    </Notice>
  );
}
