import { buttonVariants, inputVariants } from "@heroui/styles";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Suspense, type ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyMessage } from "@/components/ui/empty-message";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeading } from "@/components/ui/page-heading";
import { PagesLinks } from "@/components/ui/pages-links";
import { pageHref } from "@/lib/paging/address";

/** What the address of a list asks for. */
export interface AskedList {
  path: string;
  /** Search and filters as they stand; "" where none is set. */
  asked: Record<string, string> & { search: string };
  /** `after` of the address; "" on the first page. */
  after: string;
}

interface ListPageProps extends AskedList {
  title: string;
  searchLabel: string;
  filters?: ReactNode;
  /** The way to a new one, where people make them here. */
  action?: ReactNode;
  /** The rows; while they are read, their outline stands here. */
  children: ReactNode;
}

/**
 * The frame of every list over all people's things: search, filters, rows. Only the rows are waited for: whether
 * the person may see the page at all is decided before anything is sent, so that the answer can be 403.
 */
export function ListPage({
  title,
  path,
  searchLabel,
  asked,
  after,
  filters,
  action,
  children,
}: ListPageProps) {
  const t = useTranslations("admin");
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <PageHeading>{title}</PageHeading>
        <div className="flex flex-wrap gap-3 max-sm:w-full">
          <SearchForm label={searchLabel} asked={asked} />
          {action}
        </div>
      </div>
      {filters && <div className="mb-6 flex flex-col gap-2.5">{filters}</div>}
      <Suspense key={pageHref(path, { ...asked, after })} fallback={<ListSkeleton label={t("loading")} />}>
        {children}
      </Suspense>
    </>
  );
}

interface ListRowsProps extends AskedList {
  next: string | null;
  /** What stands here while there is nothing at all. */
  empty: string;
  /** Says in whose zone times are written; null where there are none. */
  timeZone: string | null;
  /** The table; null or false where nothing was found. */
  children: ReactNode;
}

/** The table, or why there is none, and its pages. */
export function ListRows({ path, asked, after, next, empty, timeZone, children }: ListRowsProps) {
  const t = useTranslations("admin");
  return (
    <>
      {children || <Nothing path={path} asked={asked} empty={empty} />}
      {children && timeZone !== null && (
        <p className="mt-3 text-xs text-muted">{t("timesIn", { zone: timeZone })}</p>
      )}
      <PagesLinks
        label={t("pages")}
        first={after === "" ? null : { href: pageHref(path, asked), text: t("first") }}
        next={next === null ? null : { href: pageHref(path, { ...asked, after: next }), text: t("next") }}
      />
    </>
  );
}

/** A plain GET form that keeps the filters: it works without a script. */
function SearchForm({ label, asked }: { label: string; asked: ListPageProps["asked"] }) {
  const t = useTranslations("admin");
  const { search, ...filters } = asked;
  return (
    <form role="search" className="flex w-full gap-2 sm:w-auto">
      {Object.entries(filters).map(
        ([name, value]) => value !== "" && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <input
        type="search"
        name="search"
        defaultValue={search}
        maxLength={200}
        aria-label={label}
        placeholder={label}
        className={inputVariants({ className: "h-10 min-w-0 flex-1 sm:w-72 md:h-9" })}
      />
      <button
        type="submit"
        className={buttonVariants({ variant: "secondary", isIconOnly: true })}
        aria-label={t("search")}
      >
        <Search aria-hidden="true" />
      </button>
    </form>
  );
}

function Nothing({ path, asked, empty }: { path: string; asked: Record<string, string>; empty: string }) {
  const t = useTranslations("admin");
  if (Object.values(asked).every((value) => value === "")) return <EmptyMessage>{empty}</EmptyMessage>;
  return (
    <>
      <EmptyMessage title={t("noneFoundTitle")}>{t("noneFound")}</EmptyMessage>
      <ButtonLink href={path} variant="outline" className="mt-5">
        {t("showAll")}
      </ButtonLink>
    </>
  );
}
