import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { lift } from "@/app/[locale]/(workspace)/recipients/suppressions/actions";
import { JobsHere } from "@/app/[locale]/(workspace)/recipients/jobs/jobs-here";
import { pageLocale } from "@/components/frame/document";
import { EmptyMessage } from "@/components/lists/empty-message";
import { filterChoices } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { SuppressionsTable } from "@/components/recipients/suppressions-table";
import { ButtonLink } from "@/components/ui/button-link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { suppressionReasons } from "@/lib/recipients/schema";
import { suppressionCounts, suppressionsPage } from "@/lib/suppressions/queries";
import { suppressionStates } from "@/lib/suppressions/schema";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/suppressions">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("suppressionsTitle") };
}

export default async function SuppressionsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const list = askedList(await searchParams);
  const t = await getTranslations("recipients");
  const { state: chosen } = list.asked;
  const counts = await suppressionCounts(user, list.asked);
  return (
    <ListPage
      {...list}
      title={t("suppressionsTitle")}
      searchLabel={t("suppressionSearch")}
      sections={
        <>
          <RecipientSections scope="own" here="suppressions" />
          <JobsHere user={user} />
        </>
      }
      selects={[
        {
          label: t("byReason"),
          parameter: "reason",
          choices: filterChoices(t("anyReason"), suppressionReasons, (value) => t(`reasons.${value}`)),
        },
      ]}
      filters={
        <FilterLinks
          label={t("bySuppressionState")}
          list={list}
          parameter="state"
          choices={filterChoices(
            t("suppressionStates.any"),
            suppressionStates,
            (value) => t(`suppressionStates.${value}`),
            { counts, chosen },
          )}
        />
      }
      action={<ButtonLink href="/recipients/suppressions/new">{t("suppress")}</ButtonLink>}
    >
      {rows({ user, list })}
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const asked = {
    search: askedSearch(query.search),
    reason: askedChoice(query.reason, suppressionReasons),
    state: askedChoice(query.state, suppressionStates),
  };
  return { path: "/recipients/suppressions", asked, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const page = await suppressionsPage(user, { ...list.asked, place: list.place });
  if (page === null) forbidden();
  const t = await getTranslations("recipients");
  const empty = <EmptyMessage title={t("suppressionsEmptyTitle")}>{t("suppressionsEmpty")}</EmptyMessage>;
  return (
    <ListRows list={list} page={page} empty={empty} timeZone={user.timeZone}>
      <SuppressionsTable rows={page.rows} timeZone={user.timeZone} lift={(id) => lift.bind(null, id)} />
    </ListRows>
  );
}
