import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { filterChoices } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { pageLocale } from "@/components/frame/document";
import { lastAttempts } from "@/lib/attempts/queries";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { allMailingCounts, allMailings } from "@/lib/mailings/list";
import { mailingHolds, mailingStatuses } from "@/lib/mailings/status";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/mailings">;

const PATH = "/admin/mailings";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "admin.mailings" }))("title") };
}

export default async function AllMailingsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  const list = askedList(await searchParams);
  const t = await getTranslations("admin.mailings");
  const names = await getTranslations("statuses");
  const { search, hold, status: chosen } = list.asked;
  const counts = await allMailingCounts(user, { search, hold: hold || null });
  return (
    <ListPage
      {...list}
      title={t("title")}
      searchLabel={t("searchLabel")}
      selects={[
        {
          label: t("byHold"),
          parameter: "hold",
          choices: filterChoices(t("anyHold"), mailingHolds, (value) => names(`hold.${value}`)),
        },
      ]}
      filters={
        <FilterLinks
          label={t("byStatus")}
          parameter="status"
          list={list}
          choices={filterChoices(t("anyStatus"), mailingStatuses, (value) => names(`mailing.${value}`), {
            counts,
            chosen,
          })}
        />
      }
    >
      {rows({ user, list })}
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = askedSearch(query.search);
  const status = askedChoice(query.status, mailingStatuses);
  const hold = askedChoice(query.hold, mailingHolds);
  return { path: PATH, asked: { search, status, hold }, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const { search, status, hold } = list.asked;
  const filter = { search, status: status || null, hold: hold || null, after: list.place.after };
  const page = await allMailings(user, filter);
  if (page === null) forbidden();
  const attempts = await lastAttempts(page.rows.map((row) => row.id));
  const t = await getTranslations("admin.mailings");
  return (
    <ListRows list={list} page={page} empty={t("empty")} timeZone={user.timeZone}>
      <MailingsTable rows={page.rows} lastAttempts={attempts} timeZone={user.timeZone} withOwner />
    </ListRows>
  );
}
