import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { answerStates, confirmImport } from "@/app/[locale]/(workspace)/recipients/jobs/[id]/actions";
import { jobActionsOf } from "@/app/[locale]/(workspace)/recipients/jobs/job-actions-of";
import { pageLocale } from "@/components/frame/document";
import { ImportState } from "@/components/jobs/import-state";
import { WatchedJobs } from "@/components/jobs/watched-jobs";
import { requireAllowed } from "@/lib/auth/session";
import { jobOf, jobsProgress } from "@/lib/jobs/queries";
import { importView } from "@/lib/recipients/import-result";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/jobs/[id]">;

/** An import; other jobs have no page of their own. Never out of a cache. */
const readImport = cache(async (locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), mayOwnMailings);
  const [job, view] = await Promise.all([jobOf(user, id), importView(user, id)]);
  if (job === null || view === null) notFound();
  return { user, job, view };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { job } = await readImport(locale, id);
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "jobs" });
  return { title: t("works.import.title", { name: job.work.name }) };
}

export default async function ImportPage({ params }: Props) {
  const { locale, id } = await params;
  const { user, job, view } = await readImport(locale, id);
  const [t, progress] = await Promise.all([getTranslations("jobs"), jobsProgress(user)]);
  return (
    <BelowRecipients
      title={t("works.import.title", { name: job.work.name })}
      above={[{ href: "/recipients/jobs", text: t("title") }]}
    >
      <WatchedJobs initial={progress}>
        <ImportState
          job={job}
          view={view}
          actions={jobActionsOf(id)}
          confirm={confirmImport.bind(null, id)}
          answers={{
            suppress: answerStates.bind(null, { id, answer: "suppress" }),
            ignore: answerStates.bind(null, { id, answer: "ignore" }),
          }}
        />
      </WatchedJobs>
    </BelowRecipients>
  );
}
