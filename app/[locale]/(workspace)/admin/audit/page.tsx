import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { AuditTable } from "@/components/admin/audit-table";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage, ListRows } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { auditLog } from "@/lib/audit/queries";
import { auditActions } from "@/lib/audit/schema";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { firstValue } from "@/lib/paging/address";
import { mayReadAudit } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/audit">;

const PATH = "/admin/audit";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayReadAudit);
  return { title: (await getTranslations({ locale, namespace: "audit" }))("title") };
}

export default async function AuditPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), mayReadAudit);
  const list = askedList(await searchParams);
  const t = await getTranslations();
  return (
    <ListPage
      {...list}
      title={t("audit.title")}
      searchLabel={t("audit.searchLabel")}
      filters={
        <FilterLinks
          label={t("audit.byAction")}
          path={PATH}
          parameter="action"
          kept={list.asked}
          choices={[
            { value: "", text: t("admin.all") },
            ...auditActions.map((value) => ({ value, text: t(`audit.actions.${value}`) })),
          ]}
        />
      }
    >
      <Rows person={person} list={list} />
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const action = auditActions.find((known) => known === firstValue(query.action)) ?? ("" as const);
  const search = firstValue(query.search).trim().slice(0, 200);
  return { path: PATH, asked: { search, action }, after: firstValue(query.after) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, action } = list.asked;
  const page = await auditLog(person, { search, action: action || null, after: list.after });
  if (page === null) forbidden();
  const t = await getTranslations("audit");
  return (
    <ListRows {...list} next={page.next} empty={t("empty")} timeZone={person.timeZone}>
      {page.rows.length > 0 && (
        <AuditTable caption={t("title")} rows={page.rows} timeZone={person.timeZone} withTarget />
      )}
    </ListRows>
  );
}
