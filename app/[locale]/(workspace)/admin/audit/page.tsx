import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { AuditTable } from "@/components/admin/audit-table";
import { filterChoices } from "@/components/lists/filter-choices";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { pageLocale } from "@/components/frame/document";
import { auditLog } from "@/lib/audit/queries";
import { auditActions } from "@/lib/audit/schema";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { mayReadAudit } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/audit">;

const PATH = "/admin/audit";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayReadAudit);
  return { title: (await getTranslations({ locale, namespace: "audit" }))("title") };
}

export default async function AuditPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayReadAudit);
  const list = askedList(await searchParams);
  const t = await getTranslations();
  return (
    <ListPage
      {...list}
      title={t("audit.title")}
      searchLabel={t("audit.searchLabel")}
      selects={[
        {
          label: t("audit.byAction"),
          parameter: "action",
          choices: filterChoices(t("audit.anyAction"), auditActions, (value) => t(`audit.actions.${value}`)),
        },
      ]}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const action = askedChoice(query.action, auditActions);
  const search = askedSearch(query.search);
  return { path: PATH, asked: { search, action }, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const { search, action } = list.asked;
  const page = await auditLog(user, { search, action: action || null, place: list.place });
  if (page === null) forbidden();
  const t = await getTranslations("audit");
  return (
    <ListRows list={list} page={page} empty={t("empty")} timeZone={user.timeZone}>
      <AuditTable caption={t("title")} rows={page.rows} timeZone={user.timeZone} withTarget />
    </ListRows>
  );
}
