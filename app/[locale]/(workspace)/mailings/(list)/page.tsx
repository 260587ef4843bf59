import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyMessage } from "@/components/lists/empty-message";
import { filterChoices } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { pageLocale } from "@/components/frame/document";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { lastAttempts } from "@/lib/attempts/queries";
import { requireUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { ownMailingCounts, ownMailings } from "@/lib/mailings/list";
import { mailingStatuses } from "@/lib/mailings/status";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/mailings">;

const PATH = "/mailings";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "mailings" });
  return { title: t("title") };
}

export default async function MailingsPage({ params, searchParams }: Props) {
  const user = await requireUser(pageLocale((await params).locale));
  const query = await searchParams;
  const list = askedList(query);
  const t = await getTranslations("mailings");
  const names = await getTranslations("statuses.mailing");
  if (!mayOwnMailings(user)) {
    return (
      <>
        <PageHeading>{t("title")}</PageHeading>
        <div className="mt-8">
          <EmptyMessage title={t("noneOwnedTitle")}>{t("noneOwned")}</EmptyMessage>
        </div>
      </>
    );
  }
  const { search, status: chosen } = list.asked;
  const counts = await ownMailingCounts(user, search);
  const gone = askedChoice(query.done, ["deleted", "archived"]);
  return (
    <>
      {gone !== "" && (
        <div className="mb-6">
          <Notice tone="good">{t(gone)}</Notice>
        </div>
      )}
      <ListPage
        {...list}
        title={t("title")}
        searchLabel={t("search")}
        action={<ButtonLink href="/mailings/new">{t("new")}</ButtonLink>}
        filters={
          <FilterLinks
            list={list}
            parameter="status"
            label={t("status")}
            choices={filterChoices(t("anyStatus"), mailingStatuses, (value) => names(value), {
              counts,
              chosen,
            })}
          />
        }
      >
        {rows({ user, list })}
      </ListPage>
    </>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = askedSearch(query.search);
  const status = askedChoice(query.status, mailingStatuses);
  return { path: PATH, asked: { search, status }, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const page = await ownMailings(user, list.asked, list.place);
  const attempts = await lastAttempts(page.rows.map((row) => row.id));
  const t = await getTranslations("mailings");
  const make = <ButtonLink href="/mailings/new">{t("new")}</ButtonLink>;
  return (
    <ListRows
      list={list}
      page={page}
      empty={
        <EmptyMessage title={t("emptyTitle")} action={make}>
          {t("empty")}
        </EmptyMessage>
      }
      timeZone={user.timeZone}
    >
      <MailingsTable rows={page.rows} lastAttempts={attempts} timeZone={user.timeZone} />
    </ListRows>
  );
}
