import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterLinks } from "@/components/lists/filter-links";
import { SearchForm } from "@/components/lists/search-form";
import { WhyNotRuns } from "@/components/timeline/why-not-runs";
import { Link } from "@/components/ui/link";
import { SectionHeading } from "@/components/ui/page-heading";
import type { ChoosableMailing } from "@/lib/timeline/mailing-choices";
import type { Explained } from "@/lib/timeline/why-not-facts";

export const WHY_NOT = "why-not";

interface WhyNotSectionProps {
  /** The recipient's page. */
  path: string;
  asked: { search: string; mailing: string };
  choices: { mailings: readonly ChoosableMailing[]; hasMore: boolean };
  /** Of the mailing that is chosen; null for none. */
  explained: Explained | null;
  timeZone: string;
}

/** On a recipient's page: a mailing to choose, and what each of its runs did for them. */
export function WhyNotSection({ path, asked, choices, explained, timeZone }: WhyNotSectionProps) {
  const t = useTranslations("whyNot");
  const { mailings, hasMore } = choices;
  return (
    <section id={WHY_NOT} className="mt-12 scroll-mt-6">
      <SectionHeading>{t("title")}</SectionHeading>
      <p className="-mt-2 mb-4 max-w-2xl text-muted">{t("lead")}</p>
      {(hasMore || asked.search !== "") && (
        <div className="mb-3">
          <SearchForm asked={{ search: asked.search }} anchor={WHY_NOT} searchLabel={t("search")} />
        </div>
      )}
      {mailings.length === 0 ? (
        <p className="text-muted">{t(asked.search === "" ? "noMailings" : "noneFound")}</p>
      ) : (
        <div className="[overflow-wrap:anywhere]">
          <FilterLinks
            label={t("mailings")}
            parameter="mailing"
            list={{ path, asked, anchor: WHY_NOT }}
            choices={mailings.map(({ id, name }) => ({ value: id, text: name }))}
          />
        </div>
      )}
      {hasMore && <p className="mt-2 text-sm text-muted">{t("more")}</p>}
      {explained !== null && (
        <WhyNotResult explained={explained} timeZone={timeZone}>
          {t.rich("ofMailing", {
            name: explained.mailing.name,
            link: (text) => <ResultLink href={`/mailings/${explained.mailing.id}`}>{text}</ResultLink>,
          })}
        </WhyNotResult>
      )}
    </section>
  );
}

interface WhyNotResultProps {
  explained: Explained;
  timeZone: string;
  /** Whose runs these are. */
  children: ReactNode;
}

export function WhyNotResult({ explained, timeZone, children }: WhyNotResultProps) {
  return (
    <div className="mt-6">
      <h3 className="mb-3 font-medium [overflow-wrap:anywhere]">{children}</h3>
      <WhyNotRuns explained={explained} timeZone={timeZone} />
    </div>
  );
}

export function ResultLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="underline decoration-border underline-offset-3 hover:decoration-current">
      {children}
    </Link>
  );
}
