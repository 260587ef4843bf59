import { useJobTitle } from "@/components/jobs/job-text";
import { Breakable } from "@/components/ui/breakable";
import { Link } from "@/components/ui/link";
import type { JobRow } from "@/lib/jobs/queries";

/** What a job is about; of an import, a link to its page. */
export function JobTitle({ job }: { job: JobRow }) {
  const title = <Breakable>{useJobTitle()(job)}</Breakable>;
  if (job.work.text !== "import") return title;
  return (
    <Link href={`/recipients/jobs/${job.id}`} className="underline underline-offset-3">
      {title}
    </Link>
  );
}
