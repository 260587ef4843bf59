import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import {
  Articles,
  AllFigures,
  HealthSection,
  OwnFigures,
  Watch,
} from "@/app/[locale]/(workspace)/overview/parts";
import { SenderNotice } from "@/app/[locale]/(workspace)/sender-notice";
import { noteSeen } from "@/app/[locale]/(workspace)/overview/actions";
import { pageLocale } from "@/components/frame/document";
import { Seen } from "@/components/overview/seen";
import { FirstSteps } from "@/components/overview/first-steps";
import { RolelessWelcome } from "@/components/overview/roleless-welcome";
import { PageHeading } from "@/components/ui/page-heading";
import { requireUser } from "@/lib/auth/session";
import { maySeeHealth } from "@/lib/health/policy";
import { hasMessage } from "@/lib/mailings/sender-facts";
import { ownFigures } from "@/lib/overview/figures";
import { runningMailings } from "@/lib/overview/running";
import { overviewVisit } from "@/lib/overview/visit";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import { mayOwnMailings, maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/overview">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "overview" });
  return { title: t("title") };
}

/** Where sign-in leads: what needs this person's attention, whatever their role. */
export default async function OverviewPage({ params }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireUser(locale);
  const [watches, owns] = [maySeeAll(user), mayOwnMailings(user)];
  const writes = mayWriteArticles(user, authorship());
  if (!watches && !owns && !writes) return <RolelessWelcome name={user.name} />;
  // First, with its version: what changes while the rest is read has the page rendered once more (lib/mailings/watched.ts).
  const running = await runningMailings(user);
  const [visit, own] = await Promise.all([overviewVisit(user), ownFigures(user)]);
  // Until something may run, the steps to it stand alone.
  const hasMailed = own !== null && own.mailings + own.accepted + own.rejected > 0;
  const t = await getTranslations("overview");
  return (
    <div className="flex flex-col gap-12">
      <div>
        <PageHeading>{t("title")}</PageHeading>
        <p className="mt-2 text-muted">{t("welcome", { name: user.name })}</p>
      </div>
      {owns && own !== null && own.mailings === 0 && !watches && (
        <FirstSteps
          done={{
            recipients: own.recipients > 0,
            message: await hasMessage(user.id),
            mailing: false,
          }}
        />
      )}
      <SenderNotice user={user} />
      {(watches || hasMailed) && <Watch {...{ locale, user, visit, running }} />}
      {maySeeHealth(user) && (
        <Suspense>
          <HealthSection user={user} />
        </Suspense>
      )}
      {watches && <AllFigures user={user} visit={visit} />}
      {hasMailed && <OwnFigures user={user} visit={visit} figures={own} />}
      {writes && !watches && <Articles user={user} />}
      <Seen at={visit.now.toISOString()} noteSeen={noteSeen} />
    </div>
  );
}
