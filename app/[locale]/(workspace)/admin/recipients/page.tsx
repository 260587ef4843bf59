import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { pageLocale } from "@/components/frame/document";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedPlace, type AskedList } from "@/lib/paging/address";
import { askedRecipients } from "@/lib/recipients/asked";
import { STANDARD_COLUMNS } from "@/lib/recipients/columns";
import type { RecipientConditions } from "@/lib/recipients/where";
import { recipientsPage } from "@/lib/recipients/queries";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/recipients">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, maySeeAll);
  return { title: (await getTranslations({ locale, namespace: "admin.recipients" }))("title") };
}

export default async function AllRecipientsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), maySeeAll);
  const query = await searchParams;
  const t = await getTranslations();
  const { search, since, lost } = query;
  // Days alone, as figures of reports name them: nothing else of everybody's is found by an index.
  const { asked, conditions, added, lost: gone } = askedRecipients({ search, since, lost }, user.timeZone);
  const days = { since: added === null ? "" : asked.since, lost: asked.lost };
  const list = {
    path: "/admin/recipients",
    asked: { search: asked.search, ...days, suppressed: gone === null ? "" : "yes" },
    conditions: { ...conditions, ...(added === null && { addedSince: "" }) },
    place: askedPlace(query),
  };
  return (
    <ListPage
      {...list}
      title={t("admin.recipients.title")}
      searchLabel={t("recipients.searchAll")}
      sections={<RecipientSections scope="all" here="recipients" />}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

type List = AskedList & { conditions: RecipientConditions };

async function rows({ user, list }: { user: SessionUser; list: List }) {
  const filter = { ...list.conditions, sort: "", place: list.place } as const;
  const page = await recipientsPage(user, "all", filter);
  if (page === null) forbidden();
  const t = await getTranslations("recipients");
  return (
    <ListRows list={list} page={page} empty={t("emptyAll")} timeZone={user.timeZone}>
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
