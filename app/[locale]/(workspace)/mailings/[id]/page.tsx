import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { liftStop, stopMailing } from "@/app/[locale]/(workspace)/admin/mailings/actions";
import {
  finishMailing,
  pauseMailing,
  resumeMailing,
  startMailing,
} from "@/app/[locale]/(workspace)/mailings/[id]/actions";
import { MailingAttempts } from "@/app/[locale]/(workspace)/mailings/[id]/mailing-attempts";
import { MailingComparedRuns } from "@/app/[locale]/(workspace)/mailings/[id]/mailing-compared-runs";
import { MailingFindRecipient } from "@/app/[locale]/(workspace)/mailings/[id]/mailing-find-recipient";
import { MailingSupervision } from "@/components/admin/mailing-supervision";
import { SenderNotice } from "@/app/[locale]/(workspace)/sender-notice";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { AskedToWaitNotice } from "@/components/mailings/asked-to-wait-notice";
import { BoundNotice } from "@/components/mailings/bound-notice";
import { HaltNotice } from "@/components/mailings/halt-notice";
import { HoldsNotice } from "@/components/mailings/holds-notice";
import { LastResult } from "@/components/mailings/last-result";
import { WatchedProgress } from "@/components/mailings/watched-progress";
import { MailingChips } from "@/components/mailings/mailing-chips";
import { MailingControls } from "@/components/mailings/mailing-controls";
import { MailingFacts } from "@/components/mailings/mailing-facts";
import { MailingMessage } from "@/components/mailings/mailing-message";
import { NextOccurrences } from "@/components/mailings/next-occurrences";
import { StartDialog } from "@/components/mailings/start-dialog";
import { SomeMessages } from "@/components/frame/some-messages";
import { ListSkeleton } from "@/components/lists/list-skeleton";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { mayStopMailings } from "@/lib/mailings/policy";
import type { MailingDetail } from "@/lib/mailings/queries";
import { describeOccurrences } from "@/lib/mailings/schedule";
import { watchedMailing } from "@/lib/mailings/watched";
import { previewContent } from "@/lib/messages/preview";
import { messageToRead } from "@/lib/messages/queries";
import type { Locale } from "@/lib/i18n/routing";
import { askedSearch, firstValue } from "@/lib/paging/address";

type Props = PageProps<"/[locale]/mailings/[id]">;

/** Seconds, as for the cron route: after an action of this page a tick runs. */
export const maxDuration = 300;

const OCCURRENCES_SHOWN = 5;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return { user, watched: await watchedMailing(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { watched } = await readPage(locale, id);
  if (watched === null) notFound();
  return { title: watched.mailing.name };
}

export default async function MailingPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { user, watched } = await readPage(locale, id);
  if (watched === null) notFound();
  const { mailing, progress, last, halt, next } = watched;
  const query = await searchParams;
  const [after, search] = [firstValue(query.after), askedSearch(query.search)];
  const t = await getTranslations("mailing");
  const held = mailing.holds.length > 0;
  const own = mailing.owner.id === user.id;
  // One's own is paused, not stopped; but a stop of it, whoever set it, can be lifted here too.
  const supervises = mayStopMailings(user) && mailing.archivedAt === null && (!own || mailing.stop !== null);
  return (
    <>
      <Heading mailing={mailing} own={own} />
      <div
        className={`grid items-start gap-x-10 gap-y-10 ${mailing.mayControl || supervises ? "lg:grid-cols-[minmax(0,1fr)_17rem]" : ""}`}
      >
        <div className="flex flex-col gap-6 empty:hidden">
          {own && <SenderNotice user={user} />}
          <HoldsNotice mailing={mailing} />
          <BoundNotice bound={mailing.bound} timeZone={mailing.timeZone} />
          <HaltNotice halt={halt} timeZone={mailing.timeZone} />
          <AskedToWaitNotice asked={mailing.asked} timeZone={mailing.timeZone} />
          <SomeMessages locale={pageLocale(locale)} names={["progress"]}>
            <WatchedProgress mailing={mailing} progress={progress} next={next} />
          </SomeMessages>
          {last?.closedAt && <LastResult attempt={last} at={last.createdAt} timeZone={mailing.timeZone} />}
        </div>
        {(mailing.mayControl || supervises) && (
          <aside className="flex flex-col gap-4 rounded-2xl border border-border bg-surface p-5 shadow-surface lg:col-start-2 lg:row-span-2 lg:row-start-1">
            {mailing.mayControl && (
              <Controls {...{ locale: pageLocale(locale), mailing }} open={progress.attempt !== null} />
            )}
            {mailing.mayControl && supervises && <hr className="border-separator" />}
            {supervises && <Supervision locale={pageLocale(locale)} mailing={mailing} />}
          </aside>
        )}
        <div className="flex flex-col gap-10 lg:col-start-1">
          <div className="flex flex-col gap-6">
            <MailingFacts
              mailing={mailing}
              messageHref={`${own ? "" : "/admin"}/messages/${mailing.message.id}`}
            />
            <Suspense>
              <Message user={user} mailing={mailing} />
            </Suspense>
          </div>
          <section>
            <SectionHeading>{t("occurrencesTitle")}</SectionHeading>
            <NextOccurrences occurrences={nextOccurrences(mailing)} timeZone={mailing.timeZone} held={held} />
          </section>
        </div>
      </div>
      <section className="mt-12">
        <SectionHeading>{t("attemptsTitle")}</SectionHeading>
        <Suspense key={after} fallback={<ListSkeleton label={t("loadingAttempts")} />}>
          <MailingAttempts mailing={mailing} after={after} />
        </Suspense>
      </section>
      <Suspense>
        <MailingComparedRuns mailing={mailing} />
      </Suspense>
      <Suspense key={`find ${search}`}>
        <MailingFindRecipient user={user} mailing={mailing} search={search} />
      </Suspense>
    </>
  );
}

/** What recipients will read. Nothing where the message was deleted: it is in the attempts as it was sent. */
async function Message({ user, mailing }: { user: SessionUser; mailing: MailingDetail }) {
  const message = await messageToRead(user, mailing.message.id);
  if (message === null) return null;
  return <MailingMessage preview={await previewContent(mailing.owner.id, message, null)} />;
}

/** The name, below the way down from the list that this person has. */
async function Heading({ mailing, own }: { mailing: MailingDetail; own: boolean }) {
  const t = await getTranslations();
  const list = own
    ? { href: "/mailings", text: t("frame.mailings") }
    : { href: "/admin/mailings", text: t("admin.sections.mailings") };
  return (
    <>
      <Trail label={t("frame.trail")} above={[list]} here={mailing.name} />
      <div className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3">
        <PageHeading>{mailing.name}</PageHeading>
        <MailingChips status={mailing.status} holds={mailing.holds} />
      </div>
      {!own && (
        <p className="mb-6 text-sm text-muted">{t("mailing.readOnly", { name: mailing.owner.name })}</p>
      )}
    </>
  );
}

/** What the owner may do; nobody else gets it. */
async function Controls({
  locale,
  mailing,
  open,
}: {
  locale: Locale;
  mailing: MailingDetail;
  open: boolean;
}) {
  const t = await getTranslations("start");
  const held = mailing.holds.length > 0;
  return (
    <FormMessages locale={locale} names={["start"]}>
      <div>
        <h2 className="font-display text-lg font-semibold">{t("title")}</h2>
        <p className="mt-1 text-sm text-muted">{t(held ? "leadHeld" : open ? "leadOpen" : "lead")}</p>
      </div>
      <StartDialog
        start={startMailing.bind(null, mailing.id)}
        startId={randomUUID()}
        count={mailing.audience.receive}
        timeZone={mailing.timeZone}
        offersKeeping={mailing.period === "once" && mailing.nextRunAt !== null}
        disabled={open || held}
      />
      <hr className="border-separator" />
      <MailingControls
        commands={{
          pause: pauseMailing.bind(null, mailing.id),
          resume: resumeMailing.bind(null, mailing.id),
          finish: finishMailing.bind(null, mailing.id),
        }}
        paused={mailing.holds.includes("paused") || mailing.holds.includes("protected")}
        finished={mailing.status === "finished"}
      />
      <hr className="border-separator" />
      <OwnersLinks mailing={mailing} />
    </FormMessages>
  );
}

/** To the pages that change it. */
async function OwnersLinks({ mailing: { id } }: { mailing: MailingDetail }) {
  const t = await getTranslations("mailing");
  return (
    <div className="grid grid-cols-2 gap-2">
      <ButtonLink href={`/mailings/${id}/edit`} variant="tertiary" className="w-full">
        {t("edit")}
      </ButtonLink>
      <ButtonLink href={`/mailings/new?copy=${id}`} variant="tertiary" className="w-full">
        {t("duplicate")}
      </ButtonLink>
      <ButtonLink href={`/mailings/${id}/delete`} variant="danger-soft" className="col-span-2 w-full">
        {t("delete")}
      </ButtonLink>
    </div>
  );
}

/** What who watches over everybody's may do. */
function Supervision({ locale, mailing }: { locale: Locale; mailing: MailingDetail }) {
  return (
    <FormMessages locale={locale} names={["supervision"]}>
      <MailingSupervision
        name={mailing.name}
        stop={mailing.stop === null ? stopMailing.bind(null, mailing.id) : null}
        lift={liftStop.bind(null, mailing.id)}
      />
    </FormMessages>
  );
}

function nextOccurrences(mailing: MailingDetail) {
  if (mailing.nextRunAt === null) return [];
  // From the next run on, that one included: it may be due already and wait for an open attempt.
  const before = new Date(mailing.nextRunAt.getTime() - 1);
  return describeOccurrences(mailing, before, OCCURRENCES_SHOWN);
}
