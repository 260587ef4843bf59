import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { DecideOnUncertain, mayDecide } from "@/app/[locale]/(workspace)/attempts/[id]/uncertain";
import { DELIVERIES_ANCHOR as ANCHOR } from "@/components/attempts/delivery-links";
import { DeliveriesTable } from "@/components/attempts/deliveries-table";
import { ExportLink } from "@/components/lists/export-link";
import { FilterBar } from "@/components/lists/filter-bar";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListRows } from "@/components/lists/list-rows";
import { ListSkeleton } from "@/components/lists/list-skeleton";
import { ButtonLink } from "@/components/ui/button-link";
import { WhyNotRuns } from "@/components/timeline/why-not-runs";
import { SectionHeading } from "@/components/ui/page-heading";
import { pendingOf } from "@/lib/attempts/counts";
import { deliveriesOf } from "@/lib/attempts/deliveries";
import { deliveryStatuses, type DeliveryStatus } from "@/lib/attempts/delivery-status";
import type { AttemptDetail } from "@/lib/attempts/queries";
import type { SessionUser } from "@/lib/auth/session-types";
import { readKnownEmail, shownEmail } from "@/lib/email-address";
import type { Locale } from "@/lib/i18n/routing";
import { askedChoice, askedPlace, askedSearch, listHref, type QueryValue } from "@/lib/paging/address";
import { explainMailing, type Explained } from "@/lib/timeline/why-not-facts";

interface AttemptDeliveriesProps {
  user: SessionUser;
  attempt: AttemptDetail;
  locale: Locale;
  query: Record<string, QueryValue>;
}

/** Whom an attempt was for and what became of each: by outcome, by address, as CSV. */
export async function AttemptDeliveries({ user, attempt, locale, query }: AttemptDeliveriesProps) {
  const t = await getTranslations("attempt");
  const list = askedList(attempt.id, query);
  return (
    <section id={ANCHOR} className="mt-12 scroll-mt-6">
      <SectionHeading>{t("deliveriesTitle")}</SectionHeading>
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <FilterBar
          asked={list.asked}
          anchor={ANCHOR}
          searchLabel={t("searchLabel")}
          filters={<Outcomes attempt={attempt} list={list} />}
        />
        <ExportLink path={`/api/attempts/${attempt.id}/export`} asked={list.asked} />
      </div>
      {/* Waited for by themselves: whether there is such an attempt is decided before anything is sent. */}
      <Suspense key={listHref(list, { place: list.place })} fallback={<ListSkeleton label={t("loading")} />}>
        <Rows user={user} attempt={attempt} locale={locale} list={list} />
      </Suspense>
    </section>
  );
}

function askedList(attemptId: string, query: Record<string, QueryValue>) {
  return {
    path: `/attempts/${attemptId}`,
    asked: { search: askedSearch(query.search), status: askedChoice(query.status, deliveryStatuses) },
    place: askedPlace(query),
    anchor: ANCHOR,
  };
}

type List = ReturnType<typeof askedList>;

/** All, and each outcome that somebody had, with its number. */
async function Outcomes({ attempt, list }: { attempt: AttemptDetail; list: List }) {
  const t = await getTranslations();
  const count = (status: DeliveryStatus) => (status === "pending" ? pendingOf(attempt) : attempt[status]);
  const shown = deliveryStatuses.filter((status) => count(status) > 0 || status === list.asked.status);
  return (
    <FilterLinks
      label={t("attempt.filter")}
      parameter="status"
      list={list}
      choices={[
        { value: "", text: t("attempt.all"), count: attempt.planned },
        ...shown.map((value) => ({
          value,
          text: t(`statuses.delivery.${value}`),
          count: count(value),
        })),
      ]}
    />
  );
}

interface RowsProps {
  user: SessionUser;
  attempt: AttemptDetail;
  locale: Locale;
  list: List;
}

async function Rows({ user, attempt, locale, list }: RowsProps) {
  const t = await getTranslations("attempt");
  const page = await deliveriesOf(attempt.id, list.asked, list.place);
  const { timeZone } = attempt.mailing;
  const explained = page.rows.length === 0 ? await explainMissing(user, attempt, list.asked.search) : null;
  if (explained !== null) return <NotThere attempt={attempt} explained={explained} path={list.path} />;
  const decides = mayDecide(user, attempt) && list.asked.status === "uncertain";
  const undecided = page.rows.filter(
    ({ status, resolution }) => status === "uncertain" && resolution === null,
  );
  const tickable = decides && undecided.length > 0 ? undecided.map(({ id }) => id) : null;
  const table = <DeliveriesTable rows={page.rows} {...{ timeZone, tickable }} />;
  return (
    <ListRows list={list} page={page} empty={t("noneAll")} timeZone={timeZone}>
      {tickable === null ? (
        table
      ) : (
        <DecideOnUncertain attemptId={attempt.id} list={listHref(list, {})} rowIds={tickable} locale={locale}>
          {table}
        </DecideOnUncertain>
      )}
    </ListRows>
  );
}

/** Of a whole address that is not among those that the list shows; null for anything else. */
async function explainMissing(user: SessionUser, attempt: AttemptDetail, search: string) {
  const read = readKnownEmail(search);
  return read.ok ? explainMailing(user, attempt.mailingId, read.email, attempt.id) : null;
}

interface NotThereProps {
  attempt: AttemptDetail;
  explained: Explained;
  path: string;
}

/** Why an address is not among those that the list shows. */
async function NotThere({ attempt, explained, path }: NotThereProps) {
  const t = await getTranslations();
  const { email, recipientId } = explained;
  return (
    <>
      <p className="mb-3 [overflow-wrap:anywhere]">
        {t(recipientId === null ? "whyNot.stranger" : "whyNot.notShown", { email: shownEmail(email) })}
      </p>
      <WhyNotRuns explained={explained} timeZone={attempt.mailing.timeZone} />
      <div className="mt-4">
        <ButtonLink href={`${path}#${ANCHOR}`} variant="outline">
          {t("lists.showAll")}
        </ButtonLink>
      </div>
    </>
  );
}
