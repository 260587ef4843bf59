import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { RecipientsTable } from "@/components/admin/recipients-table";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { askedPlace, askedSearch, type AskedList } from "@/lib/paging/address";
import { everybodysRecipients } from "@/lib/recipients/queries";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/recipients">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeEverybodys);
  return { title: (await getTranslations({ locale, namespace: "admin.recipients" }))("title") };
}

export default async function EverybodysRecipientsPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), maySeeEverybodys);
  const query = await searchParams;
  const t = await getTranslations("admin.recipients");
  const list = {
    path: "/admin/recipients",
    asked: { search: askedSearch(query.search) },
    place: askedPlace(query),
  };
  return (
    <ListPage {...list} title={t("title")} searchLabel={t("searchLabel")}>
      <Rows person={person} list={list} />
    </ListPage>
  );
}

async function Rows({ person, list }: { person: SessionPerson; list: AskedList }) {
  const page = await everybodysRecipients(person, { ...list.asked, after: list.place.after });
  if (page === null) forbidden();
  const t = await getTranslations("admin.recipients");
  return (
    <ListRows list={list} page={page} empty={t("empty")} timeZone={person.timeZone}>
      <RecipientsTable rows={page.rows} timeZone={person.timeZone} />
    </ListRows>
  );
}
