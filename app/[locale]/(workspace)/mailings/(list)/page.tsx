import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageLocale } from "@/components/frame/document";
import { MailingSearch } from "@/components/mailings/mailing-search";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { NoMailings } from "@/components/mailings/no-mailings";
import { PageHeading } from "@/components/ui/page-heading";
import { PagesLinks } from "@/components/lists/pages-links";
import { lastAttempts } from "@/lib/attempts/queries";
import { requirePerson } from "@/lib/auth/session";
import { ownMailings } from "@/lib/mailings/queries";
import { firstValue } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/mailings">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "mailings" });
  return { title: t("title") };
}

export default async function MailingsPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const t = await getTranslations("mailings");
  const asked = await searchParams;
  const search = firstValue(asked.search).trim().slice(0, 200);
  const after = firstValue(asked.after);
  const { rows, next } = await ownMailings(person, search, after === "" ? null : after);
  const attempts = await lastAttempts(rows.map((row) => row.id));
  return (
    <>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-4">
        <PageHeading>{t("title")}</PageHeading>
        {(rows.length > 0 || search !== "") && mayOwnMailings(person) && <MailingSearch search={search} />}
      </div>
      {rows.length > 0 ? (
        <MailingsTable rows={rows} lastAttempts={attempts} />
      ) : (
        <NoMailings search={search} mayOwn={mayOwnMailings(person)} />
      )}
      <PagesLinks
        list={{ path: "/mailings", asked: { search }, place: { after, before: "" } }}
        page={{ next }}
      />
    </>
  );
}
