import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ListPage } from "@/components/admin/list-page";
import { RecipientsTable } from "@/components/admin/recipients-table";
import { pageLocale } from "@/components/frame/document";
import { requirePerson } from "@/lib/auth/session";
import { firstValue } from "@/lib/paging/address";
import { everybodysRecipients } from "@/lib/recipients/queries";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/recipients">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  if (!maySeeEverybodys(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "admin.recipients" }))("title") };
}

export default async function EverybodysRecipientsPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 320);
  const after = firstValue(query.after);
  const page = await everybodysRecipients(person, { search, after });
  if (page === null) notFound();
  const t = await getTranslations("admin.recipients");
  return (
    <ListPage
      title={t("title")}
      path="/admin/recipients"
      searchLabel={t("searchLabel")}
      asked={{ search }}
      after={after}
      next={page.next}
      empty={t("empty")}
      timeZone={person.timeZone}
    >
      {page.rows.length > 0 && <RecipientsTable rows={page.rows} timeZone={person.timeZone} />}
    </ListPage>
  );
}
