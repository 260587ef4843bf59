import type { BoundElsewhere } from "@/lib/sending/bound-elsewhere";

/** What an operator is told of batches that today's address and key may not be asked about. */
export function boundAdvice({ batches, emails, until }: BoundElsewhere): string {
  return (
    `${batches} batches (${emails} emails) of unknown outcome are bound to another RESEND_BASE_URL or RESEND_API_KEY than ` +
    `today's and are not asked about; set both back before ${until.toISOString()} and sending goes on without sending twice, ` +
    "else they close as uncertain, and Finish on the mailing's page closes them now"
  );
}
