import { maintainUploads } from "@/lib/recipients/maintain-uploads";
import { maintainJobs } from "@/lib/jobs/maintain";
import { maintainAccounts } from "@/lib/users/maintain";
import { maintainNotices } from "@/lib/notices/maintain";
import { maintainMessages } from "@/lib/messages/maintain";
import { maintainPosts } from "@/lib/posts/maintain";

/**
 * What the rounds of ticks do beside sending: for posts, messages, accounts, jobs, uploads and emails to owners, in bounded steps. Never throws.
 *
 * @param report told once of each part that failed
 */
export async function maintain(report: (message: string, error: unknown) => void): Promise<void> {
  await maintainPosts(report);
  await maintainMessages(report);
  await maintainAccounts(report);
  await maintainJobs(report);
  await maintainUploads(report);
  await maintainNotices(report);
}
