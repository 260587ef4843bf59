import { FindRecipient } from "@/components/timeline/find-recipient";
import type { SessionUser } from "@/lib/auth/session-types";
import { readKnownEmail } from "@/lib/email-address";
import type { MailingDetail } from "@/lib/mailings/queries";
import { explainMailing } from "@/lib/timeline/why-not-facts";

interface MailingFindRecipientProps {
  user: SessionUser;
  mailing: MailingDetail;
  search: string;
}

/** Whether a mailing reached an address, and why not, for whoever may see the mailing. */
export async function MailingFindRecipient({ user, mailing, search }: MailingFindRecipientProps) {
  const read = search === "" ? null : readKnownEmail(search);
  return (
    <FindRecipient
      search={search}
      fault={read === null || read.ok ? null : read.fault}
      explained={read?.ok ? await explainMailing(user, mailing.id, read.email) : null}
      recipientsPath={mailing.owner.id === user.id ? "/recipients" : "/admin/recipients"}
      timeZone={mailing.timeZone}
    />
  );
}
