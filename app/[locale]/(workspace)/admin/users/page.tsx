import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { blockUser, giveRole, unblockUser } from "@/app/[locale]/(workspace)/admin/users/actions";
import { filterChoices } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { PeopleTable } from "@/components/admin/users-table";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { accountStates } from "@/lib/users/account-state";
import { listPeople, roleCounts } from "@/lib/users/people";
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
  const user = await requireAllowed(pageLocale((await params).locale), mayListUsers);
  const list = askedList(await searchParams);
  const t = await getTranslations("admin");
  const names = await getTranslations("roles.names");
  const { search, state, role: chosen } = list.asked;
  const counts = await roleCounts(user, { search, state: state || null });
  return (
    <ListPage
      {...list}
      title={t("users.title")}
      searchLabel={t("users.searchLabel")}
      selects={[
        {
          label: t("users.byState"),
          parameter: "state",
          choices: filterChoices(t("users.anyState"), accountStates, (value) => t(`states.${value}`)),
        },
      ]}
      filters={
        <FilterLinks
          label={t("users.byRole")}
          parameter="role"
          list={list}
          choices={filterChoices(t("users.anyRole"), roles, (value) => names(value), { counts, chosen })}
        />
      }
    >
      {rows({ user, list })}
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = askedSearch(query.search);
  const role = askedChoice(query.role, roles);
  const state = askedChoice(query.state, accountStates);
  return { path: PATH, asked: { search, role, state }, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const { search, role, state } = list.asked;
  const filter = { search, role: role || null, state: state || null, place: list.place };
  const page = await listPeople(user, filter);
  if (page === null) forbidden();
  const t = await getTranslations("admin");
  return (
    <ListRows list={list} page={page} empty={t("noneFound")} timeZone={user.timeZone}>
      <PeopleTable
        rows={page.rows}
        timeZone={user.timeZone}
        commands={{ blockUser, giveRole, unblockUser }}
      />
    </ListRows>
  );
}
