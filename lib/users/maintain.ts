import { database } from "@/lib/db";

/** Days after which a token that has expired says nothing to anybody any more. */
export const TOKEN_DAYS = 7;
/** Days for which a registration waits for its confirmation; a link that still holds keeps it for longer. */
export const UNCONFIRMED_DAYS = 30;
/** At most so many of each a round. */
export const FORGOTTEN_AT_ONCE = 500;

/**
 * What is done for accounts before every tick: tokens that expired long ago and registrations that nobody confirmed are
 * deleted. An account that has ever held anything stays. Never throws: the next call does what this one left.
 *
 * @param report told once of each part that failed
 */
export async function maintainAccounts(report: (message: string, error: unknown) => void): Promise<void> {
  await deleteExpiredTokens().catch((error: unknown) => {
    report("tokens that have expired could not be deleted", error);
  });
  await deleteUnconfirmed().catch((error: unknown) => {
    report("registrations that nobody confirmed could not be deleted", error);
  });
}

async function deleteExpiredTokens(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM user_tokens WHERE id IN (
      SELECT id FROM user_tokens WHERE expires_at < engine_now() - make_interval(days => ${TOKEN_DAYS}::int)
      ORDER BY expires_at LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED)`;
}

/** Somebody who confirms at this moment holds the row, and it is left. */
async function deleteUnconfirmed(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM users WHERE id IN (
      SELECT u.id FROM users u
      WHERE u.email_verified_at IS NULL AND u.updated_at < engine_now() - make_interval(days => ${UNCONFIRMED_DAYS}::int)
        AND u.role = 'user' AND u.blocked_at IS NULL AND u.closed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM user_tokens t WHERE t.user_id = u.id AND t.expires_at > engine_now())
        AND NOT EXISTS (SELECT 1 FROM recipients WHERE owner_id = u.id)
        AND NOT EXISTS (SELECT 1 FROM lists WHERE owner_id = u.id)
        AND NOT EXISTS (SELECT 1 FROM messages WHERE owner_id = u.id)
        AND NOT EXISTS (SELECT 1 FROM mailings WHERE owner_id = u.id)
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE owner_id = u.id)
        AND NOT EXISTS (SELECT 1 FROM posts WHERE author_id = u.id)
      ORDER BY u.updated_at LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE OF u SKIP LOCKED)`;
}
