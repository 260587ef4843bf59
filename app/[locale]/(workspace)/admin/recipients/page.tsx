import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { pageLocale } from "@/components/frame/document";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import { Link } from "@/components/ui/link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { dayRange } from "@/lib/i18n/day-range";
import { askedPlace, type AskedList } from "@/lib/paging/address";
import { askedRecipients } from "@/lib/recipients/asked";
import { STANDARD_COLUMNS } from "@/lib/recipients/columns";
import type { RecipientConditions } from "@/lib/recipients/where";
import { recipientsPage } from "@/lib/recipients/queries";
import type { Days } from "@/lib/reports/days";
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
      notice={<WithinDays added={added} lost={gone} path={list.path} />}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

interface WithinDaysProps {
  added: Days | null;
  lost: Days | null;
  path: string;
}

/** The days to which a report's figure has narrowed the list, and the way out of them. */
async function WithinDays({ added, lost, path }: WithinDaysProps) {
  if (added === null && lost === null) return null;
  const [t, format] = [await getTranslations(), await getFormatter()];
  return (
    <p className="mb-4 flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
      {added !== null && <span>{t("recipients.addedOn", { days: dayRange(format, added) })}</span>}
      {lost !== null && <span>{t("recipients.lostWithin", { days: dayRange(format, lost) })}</span>}
      <Link href={path} className="underline underline-offset-3">
        {t("lists.showAll")}
      </Link>
    </p>
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
