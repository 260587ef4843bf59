import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import {
  answerStates,
  confirmImport,
  confirmSuppressing,
  mendRows,
} from "@/app/[locale]/(workspace)/recipients/jobs/[id]/actions";
import { jobActionsOf } from "@/app/[locale]/(workspace)/recipients/jobs/job-actions-of";
import { pageLocale } from "@/components/frame/document";
import { FormMessages } from "@/components/forms/form-messages";
import { ImportState } from "@/components/jobs/import-state";
import { SuppressingState } from "@/components/jobs/suppressing-state";
import { WatchedJobs } from "@/components/jobs/watched-jobs";
import { requireAllowed } from "@/lib/auth/session";
import { jobOf, jobsProgress } from "@/lib/jobs/queries";
import { firstValue } from "@/lib/paging/address";
import { importView } from "@/lib/recipients/import-result";
import { suppressingView } from "@/lib/suppressions/file-commands";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/jobs/[id]">;

/**
 * A job that reads a file; others have no page of their own. Never out of a cache. The version comes before all else: what
 * changes between the reads makes the page look older than it is, and it is rendered once more.
 */
const readJob = cache(async (locale: string, id: string, after: number) => {
  const user = await requireAllowed(pageLocale(locale), mayOwnMailings);
  const progress = await jobsProgress(user);
  const [job, imported, suppressing] = await Promise.all([
    jobOf(user, id),
    importView(user, id, after),
    suppressingView(user, id),
  ]);
  if (job === null || (imported === null && suppressing === null)) notFound();
  return { progress, job, imported, suppressing };
});

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { job } = await readJob(locale, id, askedLine(firstValue((await searchParams).after)));
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "jobs" });
  const { text, name } = job.work;
  return { title: t(`works.${text}.title`, { name, total: job.total ?? 0 }) };
}

/** `after` of the address is a line: broken rows behind it are shown. */
export default async function JobPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const after = askedLine(firstValue((await searchParams).after));
  const { progress, job, imported, suppressing } = await readJob(locale, id, after);
  const t = await getTranslations("jobs");
  const { text, name } = job.work;
  const actions = jobActionsOf(id);
  return (
    <BelowRecipients
      title={t(`works.${text}.title`, { name, total: job.total ?? 0 })}
      above={[{ href: "/recipients/jobs", text: t("title") }]}
    >
      <WatchedJobs initial={progress}>
        {imported !== null && (
          <FormMessages locale={pageLocale(locale)} names={["mending", "recipientForms"]}>
            <ImportState
              job={job}
              view={imported}
              actions={actions}
              confirm={confirmImport.bind(null, id)}
              mend={mendRows.bind(null, id)}
              isFurther={after > 0}
              answers={{
                suppress: answerStates.bind(null, { id, answer: "suppress" }),
                ignore: answerStates.bind(null, { id, answer: "ignore" }),
              }}
            />
          </FormMessages>
        )}
        {suppressing !== null && (
          <SuppressingState
            job={job}
            view={suppressing}
            actions={actions}
            confirm={confirmSuppressing.bind(null, id)}
          />
        )}
      </WatchedJobs>
    </BelowRecipients>
  );
}

function askedLine(asked: string): number {
  return /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
}
