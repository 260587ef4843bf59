import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { jobActionsOf } from "@/app/[locale]/(workspace)/recipients/jobs/job-actions-of";
import { pageLocale } from "@/components/frame/document";
import { JobsTable } from "@/components/jobs/jobs-table";
import { WatchedJobs } from "@/components/jobs/watched-jobs";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ListRows } from "@/components/lists/list-rows";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { PageHeading } from "@/components/ui/page-heading";
import { requireAllowed } from "@/lib/auth/session";
import { jobsPage, jobsProgress } from "@/lib/jobs/queries";
import { askedPlace } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/jobs">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "jobs" }))("title") };
}

export default async function JobsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const list = { path: "/recipients/jobs", asked: { search: "" }, place: askedPlace(await searchParams) };
  // The version first: what changes between the reads makes the page look older than it is, and it is rendered once more.
  const progress = await jobsProgress(user);
  const page = await jobsPage(user, list.place);
  if (page === null) forbidden();
  const t = await getTranslations("jobs");
  return (
    <>
      <div className="mb-6">
        <PageHeading>{t("title")}</PageHeading>
      </div>
      <RecipientSections scope="own" here="jobs" />
      <WatchedJobs initial={progress}>
        <ListRows
          list={list}
          page={page}
          empty={<EmptyMessage title={t("emptyTitle")}>{t("empty")}</EmptyMessage>}
          timeZone={user.timeZone}
        >
          <JobsTable rows={page.rows} timeZone={user.timeZone} actions={jobActionsOf} />
        </ListRows>
      </WatchedJobs>
    </>
  );
}
