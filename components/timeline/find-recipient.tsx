import { useTranslations } from "next-intl";
import { SearchForm } from "@/components/lists/search-form";
import { ResultLink, WhyNotResult, WHY_NOT } from "@/components/timeline/why-not-section";
import { SectionHeading } from "@/components/ui/page-heading";
import { shownEmail, type EmailFault } from "@/lib/email-address";
import type { Explained } from "@/lib/timeline/why-not-facts";

interface FindRecipientProps {
  search: string;
  /** Why what was typed is no address; null where it is one. */
  fault: EmailFault | null;
  /** Null while nothing is looked for. */
  explained: Explained | null;
  /** Where recipients of this owner are looked at. */
  recipientsPath: string;
  timeZone: string;
}

/** On a mailing's page: an address to enter, and what each run did for it. */
export function FindRecipient({ search, fault, explained, recipientsPath, timeZone }: FindRecipientProps) {
  const t = useTranslations("whyNot");
  const faults = useTranslations("faults");
  return (
    <section id={WHY_NOT} className="mt-12 scroll-mt-6">
      <SectionHeading>{t("findTitle")}</SectionHeading>
      <p className="-mt-2 mb-4 max-w-2xl text-muted">{t("findLead")}</p>
      <SearchForm asked={{ search }} anchor={WHY_NOT} searchLabel={t("findSearch")} />
      {fault !== null && (
        <p role="status" className="mt-3 text-sm text-danger">
          {faults(fault)}
        </p>
      )}
      {explained !== null && (
        <WhyNotResult explained={explained} timeZone={timeZone}>
          {explained.recipientId === null
            ? t("stranger", { email: shownEmail(explained.email) })
            : t.rich("ofAddress", {
                email: shownEmail(explained.email),
                link: (text) => (
                  <ResultLink href={`${recipientsPath}/${explained.recipientId}`}>{text}</ResultLink>
                ),
              })}
        </WhyNotResult>
      )}
    </section>
  );
}
