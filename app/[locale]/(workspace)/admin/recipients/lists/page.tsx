import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { pageLocale } from "@/components/frame/document";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { ListsTable } from "@/components/recipients/lists-table";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { listsPage } from "@/lib/lists/queries";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/recipients/lists">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "admin.recipients" }))("listsTitle") };
}

export default async function AllListsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  const query = await searchParams;
  const t = await getTranslations();
  const list = {
    path: "/admin/recipients/lists",
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  return (
    <ListPage
      {...list}
      title={t("admin.recipients.listsTitle")}
      searchLabel={t("recipients.listSearchAll")}
      sections={<RecipientSections scope="all" here="lists" />}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

async function rows({ user, list }: { user: SessionUser; list: AskedList }) {
  const page = await listsPage(user, "all", { search: list.asked.search, place: list.place });
  if (page === null) forbidden();
  const t = await getTranslations("recipients");
  return (
    <ListRows list={list} page={page} empty={t("listsEmptyAll")} timeZone={user.timeZone}>
      <ListsTable rows={page.rows} scope="all" timeZone={user.timeZone} />
    </ListRows>
  );
}
