import { useJobTitle } from "@/components/jobs/job-text";
import { Breakable } from "@/components/ui/breakable";
import { Link } from "@/components/ui/link";
import type { JobRow } from "@/lib/jobs/queries";

const WITH_PAGES: readonly string[] = ["import", "suppress_file", "suppress_pasted"];

/** What a job is about; of one that has a page, a link to it. */
export function JobTitle({ job }: { job: JobRow }) {
  const title = <Breakable>{useJobTitle()(job)}</Breakable>;
  if (!WITH_PAGES.includes(job.work.text) || job.isUndo) return title;
  return (
    <Link href={`/recipients/jobs/${job.id}`} className="underline underline-offset-3">
      {title}
    </Link>
  );
}
