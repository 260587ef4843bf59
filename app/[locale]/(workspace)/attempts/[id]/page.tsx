import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { AttemptDeliveries } from "@/app/[locale]/(workspace)/attempts/[id]/attempt-deliveries";
import { mayDecide, Uncertain } from "@/app/[locale]/(workspace)/attempts/[id]/uncertain";
import { retryRejected } from "@/app/[locale]/(workspace)/attempts/actions";
import { AttemptFacts } from "@/components/attempts/attempt-facts";
import { AttemptTitle } from "@/components/attempts/attempt-title";
import { RetryDialog } from "@/components/attempts/retry-dialog";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { attemptTones } from "@/components/mailings/status-tones";
import { EmailFrame } from "@/components/messages/email-frame";
import { PageHeading } from "@/components/ui/page-heading";
import { StatusChip } from "@/components/ui/status-chip";
import { Trail } from "@/components/ui/trail";
import { attemptDetail, attemptMessage, type AttemptDetail } from "@/lib/attempts/queries";
import { retriesOf } from "@/lib/attempts/retries";
import { retriableCount } from "@/lib/attempts/retry";
import { uncertainCount } from "@/lib/attempts/uncertain";
import { requireUser } from "@/lib/auth/session";
import type { Locale } from "@/lib/i18n/routing";

type Props = PageProps<"/[locale]/attempts/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return { user, attempt: await attemptDetail(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { attempt } = await readPage(locale, id);
  if (attempt === null) notFound();
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
  const { user, attempt } = await readPage(locale, id);
  if (attempt === null) notFound();
  const [t, query, retries, undecided] = await Promise.all([
    ...([getTranslations(), searchParams, retriesOf(id)] as const),
    attempt.uncertain === 0 ? 0 : uncertainCount(id),
  ]);
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          attempt.ownerId === user.id
            ? { href: "/mailings", text: t("frame.mailings") }
            : { href: "/admin/mailings", text: t("admin.sections.mailings") },
          { href: `/mailings/${attempt.mailingId}`, text: attempt.mailing.name },
        ]}
        here={t("attempt.here")}
      />
      <div className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3">
        <PageHeading>
          {<AttemptTitle at={attempt.createdAt} timeZone={attempt.mailing.timeZone} />}
        </PageHeading>
        <StatusChip tone={attemptTones[attempt.status]}>{t(`statuses.attempt.${attempt.status}`)}</StatusChip>
      </div>
      <AttemptFacts attempt={attempt} retries={retries} sentAgain={attempt.uncertain - undecided} />
      {attempt.ownerId === user.id && attempt.closedAt !== null && (
        // By a key: what is shown already holds a change of filter back until it is read anew.
        <Suspense key={JSON.stringify(query)}>
          <Retry locale={pageLocale(locale)} attempt={attempt} />
        </Suspense>
      )}
      {undecided > 0 && mayDecide(user, attempt) && (
        <Uncertain attemptId={id} count={undecided} locale={pageLocale(locale)} />
      )}
      <details className="mt-8 rounded-xl border border-border bg-surface">
        <summary className="cursor-pointer px-5 py-4 font-medium">{t("attempt.asSent")}</summary>
        <SentMessage id={id} />
      </details>
      <AttemptDeliveries user={user} attempt={attempt} locale={pageLocale(locale)} query={query} />
    </>
  );
}

/** The owner tries again what did not go out, after a question with the number. */
async function Retry({ locale, attempt }: { locale: Locale; attempt: AttemptDetail }) {
  const { id, kind } = attempt;
  const count = await retriableCount(id);
  if (count === 0) return null;
  return (
    <div className="mt-8">
      <FormMessages locale={locale} names={["retry"]}>
        <RetryDialog
          retry={retryRejected.bind(null, id)}
          startId={randomUUID()}
          count={count}
          ofRetry={kind === "retry"}
        />
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
      <EmailFrame title={t("asSent")} html={message.html} />
    </div>
  );
}
