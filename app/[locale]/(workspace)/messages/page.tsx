import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageLocale } from "@/components/frame/document";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { MessagesTable } from "@/components/messages/messages-table";
import { NewDrafts } from "@/components/messages/new-drafts";
import { ButtonLink } from "@/components/ui/button-link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { newDrafts } from "@/lib/messages/draft-queries";
import { ownMessages } from "@/lib/messages/queries";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/messages">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "messages" }))("title") };
}

export default async function MessagesPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const query = await searchParams;
  const t = await getTranslations("messages");
  const list = {
    path: "/messages",
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  const action = <ButtonLink href="/messages/new">{t("new")}</ButtonLink>;
  return (
    <ListPage {...list} title={t("title")} searchLabel={t("searchLabel")} action={action}>
      {rows({ user, list })}
    </ListPage>
  );
}

async function rows({ user, list }: { user: SessionUser; list: AskedList }) {
  const { search } = list.asked;
  const isBegin = search === "" && list.place.after === "" && list.place.before === "";
  const [page, drafts, t] = await Promise.all([
    ownMessages(user, { search, place: list.place }),
    isBegin ? newDrafts(user) : [],
    getTranslations("messages"),
  ]);
  const empty = (
    <EmptyMessage title={t("emptyTitle")} action={<ButtonLink href="/messages/new">{t("new")}</ButtonLink>}>
      {t("empty")}
    </EmptyMessage>
  );
  return (
    <>
      <NewDrafts drafts={drafts} timeZone={user.timeZone} />
      <ListRows list={list} page={page} empty={empty} timeZone={user.timeZone}>
        <MessagesTable rows={page.rows} timeZone={user.timeZone} scope="own" />
      </ListRows>
    </>
  );
}
