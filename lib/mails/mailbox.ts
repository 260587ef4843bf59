import { env } from "@/lib/env";

/**
 * The address of the inbox page where the mailbox is the embedded one; null where mails really go out. Without its key,
 * which a page gives nobody: whoever reads that inbox can be whoever they like (docs/decisions/0028).
 */
export function inboxAddress(): string | null {
  const { embedded, RESEND_BASE_URL } = env();
  return embedded.mailbox && RESEND_BASE_URL !== undefined ? `${RESEND_BASE_URL}/inbox` : null;
}
