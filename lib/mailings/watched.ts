import { mailingRuns, type Progress } from "@/lib/mailings/progress";
import { mailingDetail, type MailingDetail } from "@/lib/mailings/queries";
import type { AttemptSummary } from "@/lib/attempts/queries";
import type { Actor } from "@/lib/users/policy";

export interface WatchedMailing {
  mailing: MailingDetail;
  progress: Progress;
  /** The latest attempt, whether or not it is open; null where it has never run. */
  last: AttemptSummary | null;
}

/**
 * What the page of a mailing shows, with the version that it was read at; null when there is no such mailing for who
 * asks. The version is read first: a change between the two reads makes the page look older than it is, and it is
 * rendered once more. The other way round it would look current, and never show the change.
 */
export async function watchedMailing(actor: Actor, mailingId: string): Promise<WatchedMailing | null> {
  const runs = await mailingRuns(actor, mailingId);
  if (runs === null) return null;
  const mailing = await mailingDetail(actor, mailingId);
  return mailing && { mailing, ...runs };
}
