import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { readList } from "@/app/[locale]/(workspace)/recipients/read-recipient";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { OwnerLink } from "@/components/lists/owner-link";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import { Trail } from "@/components/ui/trail";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { STANDARD_COLUMNS } from "@/lib/recipients/columns";
import { recipientsPage } from "@/lib/recipients/queries";

type Props = PageProps<"/[locale]/admin/recipients/lists/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readList("all", locale, id)).shown.name };
}

export default async function SomebodysListPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { user, shown } = await readList("all", locale, id);
  const query = await searchParams;
  const list = {
    path: `/admin/recipients/lists/${id}`,
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/admin/recipients", text: t("admin.recipients.title") },
          { href: "/admin/recipients/lists", text: t("admin.recipients.listsTitle") },
        ]}
        here={shown.name}
      />
      <p className="mb-4 text-sm text-muted">
        {t.rich("recipients.listReadOnly", { name: () => <OwnerLink owner={shown.owner} /> })}
      </p>
      <ListPage {...list} title={shown.name} searchLabel={t("recipients.searchAll")}>
        {rows({ user, listId: id, list })}
      </ListPage>
    </>
  );
}

async function rows({ user, listId, list }: { user: SessionUser; listId: string; list: AskedList }) {
  const { search } = list.asked;
  const filter = { search, listId, suppressed: "", sort: "", place: list.place } as const;
  const page = await recipientsPage(user, "all", filter);
  if (page === null) forbidden();
  const t = await getTranslations("recipients");
  return (
    <ListRows list={list} page={page} empty={t("listEmptyAll")} timeZone={user.timeZone}>
      <RecipientsTable
        columns={STANDARD_COLUMNS}
        rows={page.rows}
        list={list}
        scope="all"
        timeZone={user.timeZone}
      />
    </ListRows>
  );
}
