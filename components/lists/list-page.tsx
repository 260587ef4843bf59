import { getTranslations } from "next-intl/server";
import { Suspense, type ReactNode } from "react";
import { arrived } from "@/components/lists/arrived";
import { FilterBar } from "@/components/lists/filter-bar";
import { ListSkeleton } from "@/components/lists/list-skeleton";
import type { FilterSelectProps } from "@/components/lists/search-form";
import { PageHeading } from "@/components/ui/page-heading";
import { listHref, type AskedList } from "@/lib/paging/address";

interface ListPageProps extends AskedList {
  title: string;
  searchLabel: string;
  /** The pages beside this one. */
  sections?: ReactNode;
  /** Filters of many choices: they are sent with the search. */
  selects?: readonly FilterSelectProps[];
  /** The one with few choices that is looked at most, as FilterLinks. */
  filters?: ReactNode;
  /** The ways to a new one, where people make them here. */
  action?: ReactNode;
  /** Above the rows. */
  notice?: ReactNode;
  /** The promise of ListRows: while they are read, their outline stands here. */
  children: Promise<Awaited<ReactNode>>;
}

/**
 * Rows that come sooner are waited for: their outline would only flicker, and a page that is sent in two parts is more
 * work for the server (docs/decisions/0052).
 */
const OUTLINE_AFTER_MS = 100;

/**
 * The frame of every list: heading, search, filters, rows. Search, filters, order and place stand in the address, so a
 * list needs no script, and each state of it can be sent as a link. Only the rows are waited for: whether somebody may
 * see the page at all is decided before anything is sent, so that the answer can be 403.
 *
 * ```tsx
 * const list = {
 *   path: "/things",
 *   asked: { search: askedSearch(query.search), state: askedChoice(query.state, states), sort: askedChoice(query.sort, sorts) },
 *   place: askedPlace(query),
 * };
 * <ListPage {...list} title={t("title")} searchLabel={t("search")}
 *   filters={<FilterLinks list={list} parameter="state" label={t("byState")} choices={[...]} />}
 *   action={<ButtonLink href="/things/new">{t("new")}</ButtonLink>}>
 *   {rows({ person, list })}
 * </ListPage>
 *
 * // async function rows: lib/things/queries.ts reads with keysetPage of lib/paging/keyset-page.ts
 * <ListRows list={list} page={page} empty={<EmptyMessage action={...}>{t("empty")}</EmptyMessage>} timeZone={person.timeZone}>
 *   <Table caption={t("title")}>
 *     <TableHead list={list} columns={[{ text: t("name"), sort: "name" }, t("state")]} />
 *     <tbody>
 *       {page.rows.map((row) => (
 *         <TableRow key={row.id}>
 *           <TableCell><RowLink href={`/things/${row.id}`}>{row.name}</RowLink></TableCell>
 *           <TableCell label={t("state")}>...</TableCell>
 *         </TableRow>
 *       ))}
 *     </tbody>
 *   </Table>
 * </ListRows>
 * ```
 *
 * Rows to tick for something done to many: components/lists/selection.tsx.
 */
export async function ListPage(props: ListPageProps) {
  const { title, sections, filters, action, notice, children } = props;
  const t = await getTranslations("lists");
  const rows = await arrived(children, OUTLINE_AFTER_MS);
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <PageHeading>{title}</PageHeading>
        {action && <div className="flex flex-wrap gap-3">{action}</div>}
      </div>
      {sections}
      <FilterBar {...props} filters={filters} />
      {notice}
      <Suspense
        key={listHref(props, { place: props.place })}
        fallback={<ListSkeleton label={t("loading")} />}
      >
        {rows === null ? children : rows.value}
      </Suspense>
    </>
  );
}
