import { database } from "@/lib/db";
import { knownLocale, type Locale } from "@/lib/i18n/routing";

export interface SessionFacts {
  id: string;
  name: string;
  email: string;
  role: string;
  language: string;
  timeZone: string;
  avatarId: string | null;
  sessionVersion: number;
  /** Blocked or closed. */
  isShut: boolean;
  /** Whether the person signed out of this session. */
  isEnded: boolean;
}

/** What a session is compared with at every request, in one query; null when the account is gone. */
export async function sessionFacts(userId: string, sessionId: string): Promise<SessionFacts | null> {
  const [facts] = await database().$queryRaw<SessionFacts[]>`
    SELECT id, name, email, role::text AS role, language, time_zone AS "timeZone", avatar_id AS "avatarId",
      session_version AS "sessionVersion", blocked_at IS NOT NULL OR closed_at IS NOT NULL AS "isShut",
      EXISTS (SELECT FROM ended_sessions WHERE ended_sessions.id = ${sessionId}::uuid) AS "isEnded"
    FROM users WHERE id = ${userId}::uuid`;
  return facts ?? null;
}

/** What sign-in decides by. `email` in lower case, as addresses of accounts are kept. */
export function signInFacts(email: string) {
  return database().user.findUnique({
    where: { email },
    select: {
      id: true,
      passwordHash: true,
      sessionVersion: true,
      emailVerifiedAt: true,
      blockedAt: true,
      blockedReason: true,
      closedAt: true,
    },
  });
}

/** The language of an account's profile. */
export async function languageOf(email: string): Promise<Locale> {
  const user = await database().user.findUnique({ where: { email }, select: { language: true } });
  return knownLocale(user?.language ?? "");
}
