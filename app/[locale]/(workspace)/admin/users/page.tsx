import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { changeBlock, giveRole } from "@/app/[locale]/(workspace)/admin/users/actions";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage, ListRows } from "@/components/admin/list-page";
import { PeopleTable } from "@/components/admin/people-table";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { firstValue } from "@/lib/paging/address";
import { accountStates } from "@/lib/users/account-state";
import { listPeople } from "@/lib/users/people";
import { mayListUsers, roles } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/users">;

const PATH = "/admin/users";

/** Seconds, as for the cron route: after an action of this page a tick runs. */
export const maxDuration = 300;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayListUsers);
  return { title: (await getTranslations({ locale, namespace: "admin.users" }))("title") };
}

export default async function UsersPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), mayListUsers);
  const list = askedList(await searchParams);
  const t = await getTranslations("admin");
  const names = await getTranslations("roles.names");
  return (
    <ListPage
      {...list}
      title={t("users.title")}
      searchLabel={t("users.searchLabel")}
      filters={
        <>
          <FilterLinks
            label={t("users.byRole")}
            path={PATH}
            parameter="role"
            kept={list.asked}
            choices={[
              { value: "", text: t("users.anyRole") },
              ...roles.map((value) => ({ value, text: names(value) })),
            ]}
          />
          <FilterLinks
            label={t("users.byState")}
            path={PATH}
            parameter="state"
            kept={list.asked}
            choices={[
              { value: "", text: t("users.anyState") },
              ...accountStates.map((value) => ({ value, text: t(`states.${value}`) })),
            ]}
          />
        </>
      }
    >
      <Rows person={person} list={list} />
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = firstValue(query.search).trim().slice(0, 200);
  const role = roles.find((known) => known === firstValue(query.role)) ?? ("" as const);
  const state = accountStates.find((known) => known === firstValue(query.state)) ?? ("" as const);
  return { path: PATH, asked: { search, role, state }, after: firstValue(query.after) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, role, state } = list.asked;
  const filter = { search, role: role || null, state: state || null, after: list.after };
  const page = await listPeople(person, filter);
  if (page === null) forbidden();
  const t = await getTranslations("admin");
  return (
    <ListRows {...list} next={page.next} empty={t("noneFound")} timeZone={person.timeZone}>
      {page.rows.length > 0 && (
        <PeopleTable rows={page.rows} timeZone={person.timeZone} commands={{ changeBlock, giveRole }} />
      )}
    </ListRows>
  );
}
