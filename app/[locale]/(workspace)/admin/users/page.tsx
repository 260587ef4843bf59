import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { changeBlock, giveRole } from "@/app/[locale]/(workspace)/admin/users/actions";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage } from "@/components/admin/list-page";
import { PeopleTable } from "@/components/admin/people-table";
import { pageLocale } from "@/components/frame/document";
import { requirePerson } from "@/lib/auth/session";
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
  if (!mayListUsers(await requirePerson(locale))) return {};
  return { title: (await getTranslations({ locale, namespace: "admin.users" }))("title") };
}

export default async function UsersPage({ params, searchParams }: Props) {
  const person = await requirePerson(pageLocale((await params).locale));
  const query = await searchParams;
  const search = firstValue(query.search).trim().slice(0, 200);
  const role = roles.find((known) => known === firstValue(query.role)) ?? null;
  const state = accountStates.find((known) => known === firstValue(query.state)) ?? null;
  const after = firstValue(query.after);
  const page = await listPeople(person, { search, role, state, after });
  if (page === null) notFound();
  const t = await getTranslations("admin");
  const names = await getTranslations("roles.names");
  const asked = { search, role: role ?? "", state: state ?? "" };
  return (
    <ListPage
      title={t("users.title")}
      path={PATH}
      searchLabel={t("users.searchLabel")}
      asked={asked}
      after={after}
      next={page.next}
      empty={t("noneFound")}
      timeZone={person.timeZone}
      filters={
        <>
          <FilterLinks
            label={t("users.byRole")}
            path={PATH}
            parameter="role"
            kept={asked}
            choices={[
              { value: "", text: t("users.anyRole") },
              ...roles.map((value) => ({ value, text: names(value) })),
            ]}
          />
          <FilterLinks
            label={t("users.byState")}
            path={PATH}
            parameter="state"
            kept={asked}
            choices={[
              { value: "", text: t("users.anyState") },
              ...accountStates.map((value) => ({ value, text: t(`states.${value}`) })),
            ]}
          />
        </>
      }
    >
      {page.rows.length > 0 && (
        <PeopleTable rows={page.rows} timeZone={person.timeZone} commands={{ changeBlock, giveRole }} />
      )}
    </ListPage>
  );
}
