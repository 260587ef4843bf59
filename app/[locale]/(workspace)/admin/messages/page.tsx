import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { MessagesTable } from "@/components/messages/messages-table";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { allMessages } from "@/lib/messages/queries";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/messages">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "admin.messages" }))("title") };
}

export default async function AllMessagesPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  const query = await searchParams;
  const t = await getTranslations("admin.messages");
  const list = {
    path: "/admin/messages",
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  return (
    <ListPage {...list} title={t("title")} searchLabel={t("searchLabel")}>
      {rows({ user, list })}
    </ListPage>
  );
}

async function rows({ user, list }: { user: SessionUser; list: AskedList }) {
  const page = await allMessages(user, { ...list.asked, place: list.place });
  if (page === null) forbidden();
  const t = await getTranslations("messages");
  return (
    <ListRows list={list} page={page} empty={t("emptyAll")} timeZone={user.timeZone}>
      <MessagesTable rows={page.rows} timeZone={user.timeZone} scope="all" />
    </ListRows>
  );
}
