import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { EverybodysAttemptsTable } from "@/components/admin/everybodys-attempts-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { attemptPeriods, everybodysAttempts } from "@/lib/attempts/everybodys";
import { requirePerson } from "@/lib/auth/session";
import { attemptStatuses } from "@/lib/mailings/status";
import { firstValue } from "@/lib/paging/address";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/attempts">;

const PATH = "/admin/attempts";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  if (!maySeeEverybodys(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "admin.attempts" }))("title") };
}

export default async function EverybodysAttemptsPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 200);
  const status = attemptStatuses.find((known) => known === firstValue(query.status)) ?? null;
  const period = attemptPeriods.find((known) => known === firstValue(query.period)) ?? null;
  const after = firstValue(query.after);
  const page = await everybodysAttempts(person, { search, status, period, after });
  if (page === null) notFound();
  const t = await getTranslations("admin.attempts");
  const names = await getTranslations("statuses.attempt");
  const asked = { search, status: status ?? "", period: period ?? "" };
  return (
    <ListPage
      title={t("title")}
      path={PATH}
      searchLabel={t("searchLabel")}
      asked={asked}
      after={after}
      next={page.next}
      empty={t("empty")}
      timeZone={person.timeZone}
      filters={
        <>
          <FilterLinks
            label={t("byStatus")}
            path={PATH}
            parameter="status"
            kept={asked}
            choices={[
              { value: "", text: t("anyStatus") },
              ...attemptStatuses.map((value) => ({ value, text: names(value) })),
            ]}
          />
          <FilterLinks
            label={t("byPeriod")}
            path={PATH}
            parameter="period"
            kept={asked}
            choices={[
              { value: "", text: t("periods.any") },
              ...attemptPeriods.map((value) => ({ value, text: t(`periods.${value}`) })),
            ]}
          />
        </>
      }
    >
      {page.rows.length > 0 && <EverybodysAttemptsTable rows={page.rows} timeZone={person.timeZone} />}
    </ListPage>
  );
}
