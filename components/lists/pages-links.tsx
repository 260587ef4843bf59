import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { listHref, type AskedList } from "@/lib/paging/address";

interface PagesLinksProps {
  list: AskedList;
  page: { previous?: string | null; next: string | null; hasLast?: boolean };
}

/** Onward, back, and back to the start: lists go on from their last row, so there are no page numbers. */
export function PagesLinks({ list, page: { previous = null, next, hasLast = false } }: PagesLinksProps) {
  const t = useTranslations("lists");
  const { after, before } = list.place;
  const started = after === "" && before === "";
  if (started && next === null) return null;
  return (
    <nav aria-label={t("pages")} className="flex flex-wrap gap-2">
      {!started && (
        <ButtonLink href={listHref(list, {})} variant="outline" size="sm">
          {t("first")}
        </ButtonLink>
      )}
      {previous !== null && (
        <ButtonLink href={listHref(list, { place: { before: previous } })} variant="outline" size="sm">
          <ChevronLeft aria-hidden="true" />
          {t("previous")}
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={listHref(list, { place: { after: next } })} variant="outline" size="sm">
          {t("next")}
          <ChevronRight aria-hidden="true" />
        </ButtonLink>
      )}
      {next !== null && hasLast && (
        <ButtonLink href={listHref(list, { place: { before: "end" } })} variant="outline" size="sm">
          {t("last")}
        </ButtonLink>
      )}
    </nav>
  );
}
