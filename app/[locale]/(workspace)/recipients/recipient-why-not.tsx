import { WhyNotSection } from "@/components/timeline/why-not-section";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedSearch, firstValue, type QueryValue } from "@/lib/paging/address";
import type { RecipientDetail } from "@/lib/recipients/detail";
import { choosableMailings } from "@/lib/timeline/mailing-choices";
import { explainMailing } from "@/lib/timeline/why-not-facts";

interface RecipientWhyNotProps {
  user: SessionUser;
  recipient: RecipientDetail;
  path: string;
  query: Record<string, QueryValue>;
}

/** Why a mailing of a recipient's owner did not reach them, for whoever may see the recipient. */
export async function RecipientWhyNot({ user, recipient, path, query }: RecipientWhyNotProps) {
  const asked = { search: askedSearch(query.search), mailing: firstValue(query.mailing) };
  const [choices, found] = await Promise.all([
    choosableMailings(recipient.owner.id, asked.search),
    asked.mailing === "" ? null : explainMailing(user, asked.mailing, recipient.email),
  ]);
  const explained = found?.mailing.owner.id === recipient.owner.id ? found : null;
  return <WhyNotSection {...{ path, asked, choices, explained }} timeZone={user.timeZone} />;
}
