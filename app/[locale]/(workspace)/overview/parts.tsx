import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import { startMailing } from "@/app/[locale]/(workspace)/mailings/[id]/actions";
import { LastResult } from "@/components/mailings/last-result";
import { FormMessages } from "@/components/forms/form-messages";
import { SomeMessages } from "@/components/frame/some-messages";
import { ArticlesColumns } from "@/components/overview/articles-columns";
import { FigureTiles } from "@/components/overview/figure-tiles";
import { HealthFacts } from "@/components/overview/health-facts";
import { MonthChart } from "@/components/overview/month-chart";
import { NextRunsList } from "@/components/overview/next-runs-list";
import { OverviewSection } from "@/components/overview/overview-section";
import { RunningMailings } from "@/components/overview/running-mailings";
import { StartRun } from "@/components/overview/start-run";
import { TroubleList } from "@/components/overview/trouble-list";
import { ButtonLink } from "@/components/ui/button-link";
import type { SessionUser } from "@/lib/auth/session-types";
import type { Locale } from "@/lib/i18n/routing";
import { readHealth } from "@/lib/health/queries";
import { writersArticles } from "@/lib/overview/articles";
import { wholeFigures, type OwnFigures as Figures } from "@/lib/overview/figures";
import { month } from "@/lib/overview/month";
import { nextRuns } from "@/lib/overview/next-runs";
import { overviewPast } from "@/lib/overview/past";
import type { Running } from "@/lib/overview/running";
import type { Visit } from "@/lib/overview/visit";

interface WatchProps {
  locale: Locale;
  user: SessionUser;
  visit: Visit;
  running: Running;
}

/** What goes out, or came of the last run; what went wrong; what comes next. */
export async function Watch({ locale, user, visit, running }: WatchProps) {
  const t = await getTranslations("overview");
  const [{ last, trouble }, runs] = await Promise.all([overviewPast(user, visit), nextRuns(user)]);
  const isReturning = visit.since !== null;
  return (
    <>
      <div className="flex flex-col gap-5">
        <SomeMessages locale={locale} names={["progress"]}>
          <RunningMailings initial={running} idle={<p className="text-muted">{t("idle")}</p>} />
        </SomeMessages>
        {last !== null && (
          <LastResult
            attempt={last}
            at={last.at}
            timeZone={user.timeZone}
            of={
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {last.mailing}
                {last.owner !== null && <span className="text-muted"> {last.owner}</span>}
              </span>
            }
          />
        )}
      </div>
      <div className="grid items-start gap-x-10 gap-y-12 lg:grid-cols-2">
        <OverviewSection title={t(isReturning ? "troubleSinceVisit" : "trouble")}>
          <TroubleList trouble={trouble} isReturning={isReturning} timeZone={user.timeZone} />
        </OverviewSection>
        <OverviewSection title={t("nextRuns")}>
          <NextRunsList
            runs={runs}
            now={visit.now}
            timeZone={user.timeZone}
            start={({ mailingId, name, at, startNow }) => (
              <FormMessages locale={locale} names={["start"]}>
                <StartRun
                  start={startMailing.bind(null, mailingId)}
                  startId={randomUUID()}
                  mailingId={mailingId}
                  inPlaceOf={at}
                  count={startNow}
                  text={t("startText", { name })}
                />
              </FormMessages>
            )}
          />
        </OverviewSection>
      </div>
    </>
  );
}

interface OwnFiguresProps {
  user: SessionUser;
  visit: Visit;
  figures: Figures;
}

export async function OwnFigures({ user, visit, figures }: OwnFiguresProps) {
  const days = await month(user, "own", visit.now, user.timeZone);
  const t = await getTranslations("overview");
  const named = (name: keyof Figures, href?: string) => ({
    name: t(`figures.${name}`),
    count: figures[name],
    ...(href !== undefined && { href }),
  });
  return (
    <OverviewSection title={t("own")}>
      {days !== null && <MonthChart month={days} href="/reports" />}
      <FigureTiles
        tiles={[
          named("active", "/mailings"),
          named("recipients"),
          named("lists"),
          named("accepted"),
          named("rejected"),
          named("suppressions"),
        ]}
      />
      <DaysNote user={user} />
    </OverviewSection>
  );
}

export async function AllFigures({ user, visit }: { user: SessionUser; visit: Visit }) {
  const [figures, days] = await Promise.all([
    wholeFigures(user),
    month(user, "all", visit.now, user.timeZone),
  ]);
  if (figures === null) return null;
  const t = await getTranslations("overview");
  const named = (name: keyof typeof figures, href: string) => ({
    name: t(`figures.${name}`),
    count: figures[name],
    href,
  });
  return (
    <OverviewSection title={t("whole")}>
      {days !== null && <MonthChart month={days} href="/admin/reports" />}
      <FigureTiles
        tiles={[
          named("people", "/admin/users"),
          named("blocked", "/admin/users?state=blocked"),
          named("mailings", "/admin/mailings"),
          named("active", "/admin/mailings"),
          named("addresses", "/admin/recipients"),
          named("accepted", "/admin/attempts?period=month"),
          named("rejected", "/admin/attempts?period=month"),
        ]}
      />
      <DaysNote user={user} />
    </OverviewSection>
  );
}

/** Which days the figures are of, and where those of the chart begin. */
async function DaysNote({ user }: { user: SessionUser }) {
  const [t, reports] = [await getTranslations("overview"), await getTranslations("reports")];
  return (
    <p className="mt-3 text-xs text-muted">
      {t("days")} {reports("zone", { zone: user.timeZone })}.
    </p>
  );
}

/** Read while the rest is shown already: the provider may take its time. */
export async function HealthSection({ user }: { user: SessionUser }) {
  const health = await readHealth(user);
  if (health === null) return null;
  const t = await getTranslations("overview.health");
  return (
    <OverviewSection title={t("title")}>
      <HealthFacts health={health} timeZone={user.timeZone} />
    </OverviewSection>
  );
}

export async function Articles({ user }: { user: SessionUser }) {
  const articles = await writersArticles(user);
  if (articles === null) return null;
  const t = await getTranslations("overview");
  return (
    <section>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-4">
        <h2 className="font-display text-xl font-semibold">{t("articles.title")}</h2>
        <ButtonLink href="/posts/new" variant="primary">
          {t("newArticle")}
        </ButtonLink>
      </div>
      <ArticlesColumns articles={articles} timeZone={user.timeZone} />
    </section>
  );
}
