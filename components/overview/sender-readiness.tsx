import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { SenderFacts } from "@/lib/mailings/sender-facts";

/** Before a first mailing really leaves: who it comes from, and what is to be ready. */
export function SenderReadiness({ facts }: { facts: SenderFacts }) {
  const t = useTranslations("overview.sender");
  return (
    <Notice tone={facts.postalAddress ? "good" : "careful"}>
      <p className="font-medium">{t("title")}</p>
      <ul className="mt-1 list-disc ps-5">
        <li>{t("from", { from: facts.from })}</li>
        <li>{t("domain", { domain: facts.domain })}</li>
        <li>{facts.postalAddress ? t("postalReady") : t("postalMissing")}</li>
      </ul>
    </Notice>
  );
}
