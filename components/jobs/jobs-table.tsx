import { useTranslations } from "next-intl";
import { JobActions, type JobActionsOf } from "@/components/jobs/job-actions";
import { JobProgress } from "@/components/jobs/job-progress";
import { JobState } from "@/components/jobs/job-state";
import { JobOutcome } from "@/components/jobs/job-text";
import { JobTitle } from "@/components/jobs/job-title";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Instant } from "@/components/ui/instant";
import type { JobRow } from "@/lib/jobs/queries";
import { isOpen } from "@/lib/jobs/policy";

interface JobsTableProps {
  rows: JobRow[];
  timeZone: string;
  /** Of one job. */
  actions: (id: string) => JobActionsOf;
}

export function JobsTable({ rows, timeZone, actions }: JobsTableProps) {
  const t = useTranslations("jobs");
  return (
    <Table caption={t("title")}>
      <TableHead columns={[t("job"), t("state"), t("asked"), { text: t("actions"), hidden: true }]} />
      <TableBody>
        {rows.map((job) => (
          <TableRow key={job.id}>
            <TableCell className="md:w-[50%]">
              <span className="block font-medium [overflow-wrap:anywhere]">
                <JobTitle job={job} />
              </span>
              <span className="mt-2 block text-sm text-muted">
                {isOpen(job.status) ? <JobProgress job={watchable(job)} /> : <JobOutcome job={job} />}
              </span>
            </TableCell>
            <TableCell label={t("state")}>
              <JobState job={job} />
            </TableCell>
            <TableCell label={t("asked")}>
              <Instant at={job.createdAt} timeZone={timeZone} />
            </TableCell>
            <TableCell className="row-actions">
              <JobActions job={watchable(job)} actions={actions(job.id)} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What the browser needs of a row. */
export function watchable({ createdAt: _createdAt, finishedAt: _finishedAt, ...job }: JobRow) {
  return job;
}
