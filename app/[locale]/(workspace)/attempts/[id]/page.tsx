import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { retryRejected } from "@/app/[locale]/(workspace)/attempts/actions";
import { AttemptAnswer } from "@/components/attempts/attempt-answer";
import { AttemptCountsText } from "@/components/attempts/attempt-counts";
import { AttemptTitle } from "@/components/attempts/attempt-title";
import { DeliveriesTable } from "@/components/attempts/deliveries-table";
import { DeliveryFilter } from "@/components/attempts/delivery-filter";
import { RetryDialog } from "@/components/attempts/retry-dialog";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { attemptTones } from "@/components/mailings/status-tones";
import { EmptyMessage } from "@/components/lists/empty-message";
import { Fact, Facts } from "@/components/ui/facts";
import { ExportLink } from "@/components/lists/export-link";
import { ListSkeleton } from "@/components/lists/list-skeleton";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { PagesLinks } from "@/components/lists/pages-links";
import { StatusChip } from "@/components/ui/status-chip";
import { Trail } from "@/components/ui/trail";
import { deliveriesOf } from "@/lib/attempts/deliveries";
import { deliveryStatuses, type DeliveryStatus } from "@/lib/attempts/delivery-status";
import { attemptDetail, attemptMessage } from "@/lib/attempts/queries";
import { retriableCount } from "@/lib/attempts/retry";
import { requirePerson } from "@/lib/auth/session";
import type { Locale } from "@/lib/i18n/routing";
import { firstValue, pageHref } from "@/lib/paging/address";

type Props = PageProps<"/[locale]/attempts/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const person = await requirePerson(pageLocale(locale));
  return { person, attempt: await attemptDetail(person, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { attempt } = await readPage(locale, id);
  if (attempt === null) return {};
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "attempt" });
  const format = await getFormatter({ locale: pageLocale(locale) });
  const at = format.dateTime(attempt.createdAt, {
    timeZone: attempt.mailing.timeZone,
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return { title: t("metaTitle", { at, name: attempt.mailing.name }) };
}

export default async function AttemptPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { person, attempt } = await readPage(locale, id);
  if (attempt === null) notFound();
  const t = await getTranslations();
  const asked = await searchParams;
  const status = deliveryStatuses.find((known) => known === firstValue(asked.status)) ?? null;
  const after = firstValue(asked.after);
  const { timeZone } = attempt.mailing;
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          attempt.ownerId === person.id
            ? { href: "/mailings", text: t("frame.mailings") }
            : { href: "/admin/mailings", text: t("admin.sections.mailings") },
          { href: `/mailings/${attempt.mailingId}`, text: attempt.mailing.name },
        ]}
        here={t("attempt.here")}
      />
      <div className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3">
        <PageHeading>{<AttemptTitle at={attempt.createdAt} timeZone={timeZone} />}</PageHeading>
        <StatusChip tone={attemptTones[attempt.status]}>{t(`statuses.attempt.${attempt.status}`)}</StatusChip>
      </div>
      <Facts>
        <Fact term={t("attempt.startedBy")}>{t(`attempts.kinds.${attempt.kind}`)}</Fact>
        <Fact term={t("attempt.subject")}>{attempt.subject}</Fact>
        <Fact term={t("attempts.counts")}>
          <AttemptCountsText counts={attempt} />
        </Fact>
        <Fact term={t("attempts.answer")}>
          <AttemptAnswer attempt={attempt} />
        </Fact>
      </Facts>
      {attempt.ownerId === person.id && attempt.rejected > 0 && attempt.closedAt !== null && (
        <Retry locale={pageLocale(locale)} id={id} />
      )}
      <details className="mt-8 rounded-xl border border-border bg-surface">
        <summary className="cursor-pointer px-5 py-4 font-medium">{t("attempt.asSent")}</summary>
        <SentMessage id={id} />
      </details>
      <section className="mt-12">
        <SectionHeading>{t("attempt.deliveriesTitle")}</SectionHeading>
        <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <DeliveryFilter path={`/attempts/${id}`} chosen={status} />
          <ExportLink path={`/api/attempts/${id}/export`} asked={{ status: status ?? "" }} />
        </div>
        <Suspense
          key={pageHref("", { status: status ?? "", after })}
          fallback={<ListSkeleton label={t("attempt.loading")} />}
        >
          <Deliveries id={id} status={status} after={after} timeZone={timeZone} />
        </Suspense>
      </section>
    </>
  );
}

/** The owner tries again what was rejected, after a question with the number. */
async function Retry({ locale, id }: { locale: Locale; id: string }) {
  const count = await retriableCount(id);
  if (count === 0) return null;
  return (
    <div className="mt-8">
      <FormMessages locale={locale} names={["retry"]}>
        <RetryDialog retry={retryRejected.bind(null, id)} startId={randomUUID()} count={count} />
      </FormMessages>
    </div>
  );
}

/** The message as this run has it, whatever became of the message since. */
async function SentMessage({ id }: { id: string }) {
  const t = await getTranslations("attempt");
  const message = await attemptMessage(id);
  if (message === null) return null;
  return (
    <div className="border-t border-separator p-5">
      <p className="mb-3 text-sm text-muted [overflow-wrap:anywhere]">
        {t("from", { from: message.fromAddress })}
      </p>
      <iframe
        sandbox=""
        title={t("asSent")}
        srcDoc={message.html}
        className="h-96 w-full rounded-lg border border-border bg-white"
      />
    </div>
  );
}

interface DeliveriesProps {
  id: string;
  status: DeliveryStatus | null;
  after: string;
  timeZone: string;
}

/** They are waited for by themselves: whether there is such an attempt is decided before anything is sent. */
async function Deliveries({ id, status, after, timeZone }: DeliveriesProps) {
  const t = await getTranslations("attempt");
  const { rows, next } = await deliveriesOf(id, status, after === "" ? null : after);
  return (
    <>
      {rows.length > 0 ? (
        <DeliveriesTable rows={rows} timeZone={timeZone} />
      ) : (
        <EmptyMessage>{t(status === null ? "noneAll" : "noneFiltered")}</EmptyMessage>
      )}
      <PagesLinks
        list={{
          path: `/attempts/${id}`,
          asked: { search: "", status: status ?? "" },
          place: { after, before: "" },
        }}
        page={{ next }}
      />
    </>
  );
}
