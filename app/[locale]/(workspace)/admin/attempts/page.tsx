import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { EverybodysAttemptsTable } from "@/components/admin/everybodys-attempts-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage, ListRows } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { attemptPeriods, everybodysAttempts } from "@/lib/attempts/everybodys";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { attemptStatuses } from "@/lib/mailings/status";
import { firstValue } from "@/lib/paging/address";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/attempts">;

const PATH = "/admin/attempts";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeEverybodys);
  return { title: (await getTranslations({ locale, namespace: "admin.attempts" }))("title") };
}

export default async function EverybodysAttemptsPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), maySeeEverybodys);
  const list = askedList(await searchParams);
  const t = await getTranslations("admin.attempts");
  const names = await getTranslations("statuses.attempt");
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
              ...attemptStatuses.map((value) => ({ value, text: names(value) })),
            ]}
          />
          <FilterLinks
            label={t("byPeriod")}
            path={PATH}
            parameter="period"
            kept={list.asked}
            choices={[
              { value: "", text: t("periods.any") },
              ...attemptPeriods.map((value) => ({ value, text: t(`periods.${value}`) })),
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
  const status = attemptStatuses.find((known) => known === firstValue(query.status)) ?? ("" as const);
  const period = attemptPeriods.find((known) => known === firstValue(query.period)) ?? ("" as const);
  return { path: PATH, asked: { search, status, period }, after: firstValue(query.after) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, status, period } = list.asked;
  const filter = { search, status: status || null, period: period || null, after: list.after };
  const page = await everybodysAttempts(person, filter);
  if (page === null) forbidden();
  const t = await getTranslations("admin.attempts");
  return (
    <ListRows {...list} next={page.next} empty={t("empty")} timeZone={person.timeZone}>
      {page.rows.length > 0 && <EverybodysAttemptsTable rows={page.rows} timeZone={person.timeZone} />}
    </ListRows>
  );
}
