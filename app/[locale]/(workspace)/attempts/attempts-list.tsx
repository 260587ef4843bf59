import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { ListedAttemptsTable } from "@/components/attempts/listed-attempts-table";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ExportLink } from "@/components/lists/export-link";
import { filterChoices } from "@/components/lists/filter-choices";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { ButtonLink } from "@/components/ui/button-link";
import { askedAttempts } from "@/lib/attempts/asked";
import { attemptKinds, attemptPeriods, attemptResults, listedAttempts } from "@/lib/attempts/list";
import { mailingChoices } from "@/lib/attempts/mailing-choices";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedPlace, type QueryValue } from "@/lib/paging/address";
import { dayRange } from "@/lib/i18n/day-range";
import type { Scope } from "@/lib/users/scope";

interface AttemptsListProps {
  scope: Scope;
  user: SessionUser;
  query: Record<string, QueryValue>;
}

/** The log of runs: one's own, or everybody's with whose they are. */
export async function AttemptsList({ scope, user, query }: AttemptsListProps) {
  const list = askedList(scope, query, user.timeZone);
  const t = await getTranslations("attemptsList");
  const [names, format] = [await getTranslations(), await getFormatter()];
  return (
    <ListPage
      {...list}
      title={t(`title.${scope}`)}
      searchLabel={t("searchLabel")}
      selects={[
        await mailingSelect(scope, user, list.asked.mailing),
        {
          parameter: "status",
          label: t("byStatus"),
          choices: filterChoices(t("anyStatus"), attemptResults, (value) =>
            value === "unsuccessful" ? t("unsuccessful") : names(`statuses.attempt.${value}`),
          ),
        },
        {
          parameter: "kind",
          label: t("byKind"),
          choices: filterChoices(t("anyKind"), attemptKinds, (value) => names(`attempts.kinds.${value}`)),
        },
        {
          parameter: "period",
          label: t("byPeriod"),
          choices: [
            ...filterChoices(t("periods.any"), attemptPeriods, (value) => t(`periods.${value}`)),
            ...(list.days === null ? [] : [{ value: list.asked.period, text: dayRange(format, list.days) }]),
          ],
        },
      ]}
    >
      {rows({ scope, user, list })}
    </ListPage>
  );
}

/** The mailings that ran last, everybody's with whose they are. */
async function mailingSelect(scope: Scope, user: SessionUser, chosen: string) {
  const t = await getTranslations("attemptsList");
  const choices = await mailingChoices(user, scope, chosen);
  return {
    parameter: "mailing",
    label: t("mailing"),
    choices: [
      { value: "", text: t("anyMailing") },
      ...choices.map(({ id, name, ownerName }) => ({
        value: id,
        text: scope === "own" ? name : t("mailingOf", { name, owner: ownerName }),
      })),
    ],
  };
}

function askedList(scope: Scope, query: Record<string, QueryValue>, timeZone: string) {
  const path = scope === "own" ? "/attempts" : "/admin/attempts";
  return { path, ...askedAttempts(query, timeZone), place: askedPlace(query) };
}

interface RowsProps {
  scope: Scope;
  user: SessionUser;
  list: ReturnType<typeof askedList>;
}

async function rows({ scope, user, list }: RowsProps) {
  const page = await listedAttempts(user, scope, list.filter, list.place);
  if (page === null) forbidden();
  return (
    <ListRows list={list} page={page} empty={<NoAttempts scope={scope} />} timeZone={user.timeZone}>
      <div className="mb-2 flex justify-end">
        <ExportLink
          path="/api/attempts/export"
          asked={{ ...list.asked, scope: scope === "all" ? scope : "" }}
        />
      </div>
      <ListedAttemptsTable rows={page.rows} timeZone={user.timeZone} withOwner={scope === "all"} />
    </ListRows>
  );
}

async function NoAttempts({ scope }: { scope: Scope }) {
  const t = await getTranslations("attemptsList");
  const action = scope === "own" && <ButtonLink href="/mailings">{t("toMailings")}</ButtonLink>;
  return <EmptyMessage action={action}>{t(`empty.${scope}`)}</EmptyMessage>;
}
