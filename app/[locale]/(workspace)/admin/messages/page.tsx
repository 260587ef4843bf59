import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ListPage } from "@/components/admin/list-page";
import { MessagesTable } from "@/components/admin/messages-table";
import { pageLocale } from "@/components/frame/document";
import { requirePerson } from "@/lib/auth/session";
import { everybodysMessages } from "@/lib/messages/queries";
import { firstValue } from "@/lib/paging/address";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/messages">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  if (!maySeeEverybodys(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "admin.messages" }))("title") };
}

export default async function EverybodysMessagesPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 200);
  const after = firstValue(query.after);
  const page = await everybodysMessages(person, { search, after });
  if (page === null) notFound();
  const t = await getTranslations("admin.messages");
  return (
    <ListPage
      title={t("title")}
      path="/admin/messages"
      searchLabel={t("searchLabel")}
      asked={{ search }}
      after={after}
      next={page.next}
      empty={t("empty")}
      timeZone={person.timeZone}
    >
      {page.rows.length > 0 && <MessagesTable rows={page.rows} timeZone={person.timeZone} />}
    </ListPage>
  );
}
