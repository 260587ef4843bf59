import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyMessage } from "@/components/lists/empty-message";
import { PagesLinks } from "@/components/lists/pages-links";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { ButtonLink } from "@/components/ui/button-link";
import type { AskedList } from "@/lib/paging/address";
import type { KeysetPage } from "@/lib/paging/keyset-page";

interface ListRowsProps {
  list: AskedList;
  /** What keysetPage answered; of lists that only go onward, rows and next. */
  page: Pick<KeysetPage<unknown>, "rows" | "next"> &
    Partial<KeysetPage<unknown> & { isEstimate: boolean; hasLast: boolean }>;
  /** What stands here while there is nothing at all: a sentence, or an EmptyMessage with the way to a first one. */
  empty: ReactNode;
  /** Says in whose zone times are written; left out where there are none. */
  timeZone?: string;
  /** The table. */
  children: ReactNode;
}

/** The table, or why there is none, and the ways to the pages before and after. */
export function ListRows({ list, page, empty, timeZone, children }: ListRowsProps) {
  const t = useTranslations("lists");
  const { looked, next } = page;
  if (page.rows.length === 0 && next === null) return <Nothing list={list} empty={empty} />;
  return (
    <>
      {page.rows.length === 0 ? (
        <EmptyMessage title={t("noneFoundTitle")}>{t("noneLooked", { looked: looked ?? 0 })}</EmptyMessage>
      ) : (
        children
      )}
      {page.rows.length > 0 && looked !== undefined && next !== null && (
        <p className="mt-3 text-sm text-muted">{t("someLooked", { looked })}</p>
      )}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-sm text-muted">
          <Place page={page} />
          {timeZone !== undefined && <span className="text-xs">{t("timesIn", { zone: timeZone })}</span>}
        </p>
        <PagesLinks list={list} page={page} />
      </div>
    </>
  );
}

/** "1–50 of 1,054", or "1–50 of about 1.2 million" */
function Place({
  page: { rows, first = null, total = null, isEstimate = false },
}: Pick<ListRowsProps, "page">) {
  const t = useTranslations("lists");
  const aboutNumber = useAboutNumber();
  if (total === null || (first === null && !isEstimate)) return null;
  const about = aboutNumber(total);
  const last = (first ?? 1) + rows.length - 1;
  return (
    <span className="mr-4 tabular-nums">
      {!isEstimate && first !== null && t("place", { first, last, total })}
      {isEstimate &&
        (first === null ? t("placeUnknown", { about }) : t("placeAbout", { first, last, about }))}
    </span>
  );
}

function Nothing({ list: { path, asked }, empty }: Pick<ListRowsProps, "list" | "empty">) {
  const t = useTranslations("lists");
  const { sort: _sort, ...conditions } = asked;
  if (Object.values(conditions).every((value) => value === ""))
    return (
      <div data-list="empty">{typeof empty === "string" ? <EmptyMessage>{empty}</EmptyMessage> : empty}</div>
    );
  const all = (
    <ButtonLink href={path} variant="outline">
      {t("showAll")}
    </ButtonLink>
  );
  return (
    <EmptyMessage title={t("noneFoundTitle")} action={all}>
      {t("noneFound")}
    </EmptyMessage>
  );
}
