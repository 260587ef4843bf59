import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { EverybodysMailingsTable } from "@/components/admin/everybodys-mailings-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { lastAttempts } from "@/lib/attempts/queries";
import { requirePerson } from "@/lib/auth/session";
import { everybodysMailings } from "@/lib/mailings/everybodys";
import { mailingHolds, mailingStatuses } from "@/lib/mailings/status";
import { firstValue } from "@/lib/paging/address";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/mailings">;

const PATH = "/admin/mailings";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  if (!maySeeEverybodys(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "admin.mailings" }))("title") };
}

export default async function EverybodysMailingsPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 200);
  const status = mailingStatuses.find((known) => known === firstValue(query.status)) ?? null;
  const hold = mailingHolds.find((known) => known === firstValue(query.hold)) ?? null;
  const after = firstValue(query.after);
  const page = await everybodysMailings(person, { search, status, hold, after });
  if (page === null) notFound();
  const attempts = await lastAttempts(page.rows.map((row) => row.id));
  const t = await getTranslations("admin");
  const names = await getTranslations("statuses");
  const asked = { search, status: status ?? "", hold: hold ?? "" };
  return (
    <ListPage
      title={t("mailings.title")}
      path={PATH}
      searchLabel={t("mailings.searchLabel")}
      asked={asked}
      after={after}
      next={page.next}
      empty={t("mailings.empty")}
      timeZone={null}
      filters={
        <>
          <FilterLinks
            label={t("mailings.byStatus")}
            path={PATH}
            parameter="status"
            kept={asked}
            choices={[
              { value: "", text: t("mailings.anyStatus") },
              ...mailingStatuses.map((value) => ({ value, text: names(`mailing.${value}`) })),
            ]}
          />
          <FilterLinks
            label={t("mailings.byHold")}
            path={PATH}
            parameter="hold"
            kept={asked}
            choices={[
              { value: "", text: t("mailings.anyHold") },
              ...mailingHolds.map((value) => ({ value, text: names(`hold.${value}`) })),
            ]}
          />
        </>
      }
    >
      {page.rows.length > 0 && <EverybodysMailingsTable rows={page.rows} lastAttempts={attempts} withOwner />}
    </ListPage>
  );
}
