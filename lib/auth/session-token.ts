import type { JWT } from "@auth/core/jwt";
import { sessionFacts } from "@/lib/users/queries";

/**
 * A session's token compared with the database, at every read of the session. Null ends it: the account
 * is gone, blocked or closed, or its sessions were ended (signed out, role changed, signed out everywhere).
 */
export async function comparedToken(token: JWT): Promise<JWT | null> {
  const { sub, sessionId } = token;
  if (sub === undefined || sessionId === undefined) return null;
  try {
    const facts = await sessionFacts(sub, sessionId);
    if (facts === null || facts.isShut || facts.isEnded) return null;
    if (facts.sessionVersion !== token.sessionVersion) return null;
    const { id, name, email, role, language, timeZone, avatarId } = facts;
    return { ...token, user: { id, name, email, role, language, timeZone, avatarId } };
  } catch (error) {
    // A database that does not answer must not sign everybody out; the reader of the session says so.
    console.error("A session could not be compared with the database.", error);
    return { ...token, user: null };
  }
}
