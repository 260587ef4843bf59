import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { EverybodysAttemptsTable } from "@/components/admin/everybodys-attempts-table";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { pageLocale } from "@/components/frame/document";
import { attemptPeriods, everybodysAttempts } from "@/lib/attempts/everybodys";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { attemptStatuses } from "@/lib/mailings/status";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
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
            parameter="status"
            list={list}
            choices={[
              { value: "", text: t("anyStatus") },
              ...attemptStatuses.map((value) => ({ value, text: names(value) })),
            ]}
          />
          <FilterLinks
            label={t("byPeriod")}
            parameter="period"
            list={list}
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
  const search = askedSearch(query.search);
  const status = askedChoice(query.status, attemptStatuses);
  const period = askedChoice(query.period, attemptPeriods);
  return { path: PATH, asked: { search, status, period }, place: askedPlace(query) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, status, period } = list.asked;
  const filter = { search, status: status || null, period: period || null, after: list.place.after };
  const page = await everybodysAttempts(person, filter);
  if (page === null) forbidden();
  const t = await getTranslations("admin.attempts");
  return (
    <ListRows list={list} page={page} empty={t("empty")} timeZone={person.timeZone}>
      <EverybodysAttemptsTable rows={page.rows} timeZone={person.timeZone} />
    </ListRows>
  );
}
