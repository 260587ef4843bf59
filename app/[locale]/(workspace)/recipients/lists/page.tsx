import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { createList } from "@/app/[locale]/(workspace)/recipients/lists/actions";
import { pageLocale } from "@/components/frame/document";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { CreateList } from "@/components/recipients/list-dialogs";
import { ListsTable } from "@/components/recipients/lists-table";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { listsPage } from "@/lib/lists/queries";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/lists">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("listsTitle") };
}

export default async function ListsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const query = await searchParams;
  const t = await getTranslations("recipients");
  const list = {
    path: "/recipients/lists",
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  return (
    <ListPage
      {...list}
      title={t("listsTitle")}
      searchLabel={t("listSearch")}
      sections={<RecipientSections scope="own" here="lists" />}
      action={<CreateList action={createList} />}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

async function rows({ user, list }: { user: SessionUser; list: AskedList }) {
  const page = await listsPage(user, "own", { search: list.asked.search, place: list.place });
  if (page === null) forbidden();
  const t = await getTranslations("recipients");
  const empty = (
    <EmptyMessage title={t("listsEmptyTitle")} action={<CreateList action={createList} />}>
      {t("listsEmpty")}
    </EmptyMessage>
  );
  return (
    <ListRows list={list} page={page} empty={empty} timeZone={user.timeZone}>
      <ListsTable rows={page.rows} scope="own" timeZone={user.timeZone} />
    </ListRows>
  );
}
