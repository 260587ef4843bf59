import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { AuditTable } from "@/components/admin/audit-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { auditLog } from "@/lib/audit/queries";
import { auditActions } from "@/lib/audit/schema";
import { requirePerson } from "@/lib/auth/session";
import { firstValue } from "@/lib/paging/address";
import { mayReadAudit } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/audit">;

const PATH = "/admin/audit";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  if (!mayReadAudit(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "audit" }))("title") };
}

export default async function AuditPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 200);
  const action = auditActions.find((known) => known === firstValue(query.action)) ?? null;
  const after = firstValue(query.after);
  const page = await auditLog(person, { search, action, after });
  if (page === null) notFound();
  const t = await getTranslations();
  const asked = { search, action: action ?? "" };
  return (
    <ListPage
      title={t("audit.title")}
      path={PATH}
      searchLabel={t("audit.searchLabel")}
      asked={asked}
      after={after}
      next={page.next}
      empty={t("audit.empty")}
      timeZone={person.timeZone}
      filters={
        <FilterLinks
          label={t("audit.byAction")}
          path={PATH}
          parameter="action"
          kept={asked}
          choices={[
            { value: "", text: t("admin.all") },
            ...auditActions.map((value) => ({ value, text: t(`audit.actions.${value}`) })),
          ]}
        />
      }
    >
      {page.rows.length > 0 && (
        <AuditTable caption={t("audit.title")} rows={page.rows} timeZone={person.timeZone} withTarget />
      )}
    </ListPage>
  );
}
