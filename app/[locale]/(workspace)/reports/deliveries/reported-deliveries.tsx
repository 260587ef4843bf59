import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { putOnList } from "@/app/[locale]/(workspace)/reports/deliveries/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { ExportLink } from "@/components/lists/export-link";
import { filterChoices } from "@/components/lists/filter-choices";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import type { FilterSelectProps } from "@/components/lists/search-form";
import { PutOnList } from "@/components/reports/put-on-list";
import { ReportedTable } from "@/components/reports/reported-table";
import { ButtonLink } from "@/components/ui/button-link";
import { mailingChoices } from "@/lib/attempts/mailing-choices";
import type { SessionUser } from "@/lib/auth/session-types";
import { knownLocale } from "@/lib/i18n/routing";
import { listChoices } from "@/lib/lists/queries";
import { dayRange } from "@/lib/i18n/day-range";
import { askedPlace, type QueryValue } from "@/lib/paging/address";
import { askedDeliveries } from "@/lib/reports/asked";
import { writeDays } from "@/lib/reports/days";
import { reportedDeliveries } from "@/lib/reports/deliveries";
import { NO_DOMAIN, reportHref } from "@/lib/reports/links";
import { deliveryOutcomes } from "@/lib/reports/outcomes";
import { reportNow } from "@/lib/reports/runs";
import type { Scope } from "@/lib/users/scope";

interface ReportedDeliveriesProps {
  scope: Scope;
  user: SessionUser;
  query: Record<string, QueryValue>;
}

/** The deliveries that a figure of a report counts: whom it is about, and what became of each. */
export async function ReportedDeliveries({ scope, user, query }: ReportedDeliveriesProps) {
  const { asked, filter } = askedDeliveries(query, await reportNow(), user.timeZone);
  const path = scope === "own" ? "/reports/deliveries" : "/admin/reports/deliveries";
  const list = { path, asked, filter, place: askedPlace(query) };
  const [t, lists] = [await getTranslations("reports"), await getTranslations("lists")];
  const format = await getFormatter();
  return (
    <ListPage
      {...list}
      title={t(scope === "own" ? "deliveries.title" : "deliveries.all")}
      searchLabel={t("deliveries.searchLabel")}
      selects={[...(await alwaysAsked(scope, user, list)), ...(await askedByLink(list))]}
      notice={
        <p className="mb-4 text-sm text-muted">
          {dayRange(format, filter.days)}
          <span className="ms-3 text-xs">{lists("timesIn", { zone: user.timeZone })}</span>
        </p>
      }
      action={
        <ButtonLink href={reportHref({ scope, days: filter.days }, "")} variant="secondary">
          {t("deliveries.back")}
        </ButtonLink>
      }
    >
      {rows({ scope, user, list })}
    </ListPage>
  );
}

interface List {
  path: string;
  asked: ReturnType<typeof askedDeliveries>["asked"];
  filter: ReturnType<typeof askedDeliveries>["filter"];
  place: ReturnType<typeof askedPlace>;
}

async function alwaysAsked(scope: Scope, user: SessionUser, list: List): Promise<FilterSelectProps[]> {
  const t = await getTranslations("reports");
  const mailings = await mailingChoices(user, scope, list.asked.mailing);
  const outcomes = deliveryOutcomes.filter((outcome) => outcome !== "planned");
  return [
    {
      label: t("deliveries.byOutcome"),
      parameter: "outcome",
      choices: [
        { value: list.asked.outcome === "planned" ? "planned" : "", text: t("figures.planned") },
        ...filterChoices("", outcomes, (value) => t(`figures.${value}`)).slice(1),
      ],
    },
    {
      label: t("deliveries.byMailing"),
      parameter: "mailing",
      choices: [
        { value: "", text: t("deliveries.anyMailing") },
        ...mailings.map(({ id, name }) => ({ value: id, text: name })),
      ],
    },
  ];
}

/** What a figure may narrow it to beside that, and how to widen it again. */
async function askedByLink({ asked }: List): Promise<FilterSelectProps[]> {
  const t = await getTranslations("reports");
  const { domain, link, hour } = asked;
  const one = (parameter: string, label: string, any: string, value: string, text: string) => ({
    ...{ parameter, label },
    choices: [
      { value: "", text: any },
      { value, text },
    ],
  });
  return [
    ...(domain === ""
      ? []
      : [
          one(
            ...(["domain", t("deliveries.byDomain"), t("deliveries.anyDomain"), domain] as const),
            domain === NO_DOMAIN ? t("noDomain") : domain,
          ),
        ]),
    ...(link === "" ? [] : [one("link", t("deliveries.byLink"), t("deliveries.anyLink"), link, link)]),
    ...(hour === ""
      ? []
      : [
          one(
            ...(["hour", t("deliveries.byHour"), t("deliveries.anyHour"), hour] as const),
            t("deliveries.hourOf", { hour }),
          ),
        ]),
  ];
}

async function rows({ scope, user, list }: { scope: Scope; user: SessionUser; list: List }) {
  const page = await reportedDeliveries(user, scope, list.filter, list.place);
  if (page === null) forbidden();
  const t = await getTranslations("reports.deliveries");
  return (
    <ListRows list={list} page={page} empty={t("empty")}>
      <div className="mb-2 flex flex-wrap items-center justify-end gap-2">
        {scope === "own" && page.rows.length > 0 && <OnList user={user} filter={list.filter} />}
        <ExportLink
          path="/api/reports/deliveries"
          asked={{ ...list.asked, days: writeDays(list.filter.days), scope: scope === "all" ? scope : "" }}
        />
      </div>
      <ReportedTable rows={page.rows} scope={scope} timeZone={user.timeZone} />
    </ListRows>
  );
}

/** Whoever is behind a figure can be written to again: those who did not open, before all. */
async function OnList({ user, filter }: { user: SessionUser; filter: List["filter"] }) {
  const [t, lists] = [await getTranslations("reports.toList"), await listChoices(user)];
  return (
    <FormMessages locale={knownLocale(await getLocale())} names={["recipientForms"]}>
      <PutOnList
        lists={lists}
        action={putOnList.bind(null, filter)}
        words={{ opens: t("opens"), title: t("title"), text: t("text"), confirm: t("confirm") }}
      />
    </FormMessages>
  );
}
