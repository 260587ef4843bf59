import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { EverybodysMailingsTable } from "@/components/admin/everybodys-mailings-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage, ListRows } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { lastAttempts } from "@/lib/attempts/queries";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { everybodysMailings } from "@/lib/mailings/everybodys";
import { mailingHolds, mailingStatuses } from "@/lib/mailings/status";
import { firstValue } from "@/lib/paging/address";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/mailings">;

const PATH = "/admin/mailings";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeEverybodys);
  return { title: (await getTranslations({ locale, namespace: "admin.mailings" }))("title") };
}

export default async function EverybodysMailingsPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), maySeeEverybodys);
  const list = askedList(await searchParams);
  const t = await getTranslations("admin.mailings");
  const names = await getTranslations("statuses");
  return (
    <ListPage
      {...list}
      title={t("title")}
      searchLabel={t("searchLabel")}
      filters={
        <>
          <FilterLinks
            label={t("byStatus")}
            path={PATH}
            parameter="status"
            kept={list.asked}
            choices={[
              { value: "", text: t("anyStatus") },
              ...mailingStatuses.map((value) => ({ value, text: names(`mailing.${value}`) })),
            ]}
          />
          <FilterLinks
            label={t("byHold")}
            path={PATH}
            parameter="hold"
            kept={list.asked}
            choices={[
              { value: "", text: t("anyHold") },
              ...mailingHolds.map((value) => ({ value, text: names(`hold.${value}`) })),
            ]}
          />
        </>
      }
    >
      <Rows person={person} list={list} />
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = firstValue(query.search).trim().slice(0, 200);
  const status = mailingStatuses.find((known) => known === firstValue(query.status)) ?? ("" as const);
  const hold = mailingHolds.find((known) => known === firstValue(query.hold)) ?? ("" as const);
  return { path: PATH, asked: { search, status, hold }, after: firstValue(query.after) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, status, hold } = list.asked;
  const filter = { search, status: status || null, hold: hold || null, after: list.after };
  const page = await everybodysMailings(person, filter);
  if (page === null) forbidden();
  const attempts = await lastAttempts(page.rows.map((row) => row.id));
  const t = await getTranslations("admin.mailings");
  return (
    <ListRows {...list} next={page.next} empty={t("empty")} timeZone={null}>
      {page.rows.length > 0 && <EverybodysMailingsTable rows={page.rows} lastAttempts={attempts} withOwner />}
    </ListRows>
  );
}
