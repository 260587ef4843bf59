import { database } from "@/lib/db";

export interface SessionFacts {
  id: string;
  name: string;
  email: string;
  role: string;
  language: string;
  timeZone: string;
  avatarId: string | null;
  sessionVersion: number;
  blockedAt: Date | null;
  closedAt: Date | null;
}

/** What a session is compared with at every request; null when the account is gone. */
export function sessionFacts(userId: string): Promise<SessionFacts | null> {
  return database().user.findUnique({
    where: { id: userId },
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      language: true,
      timeZone: true,
      avatarId: true,
      sessionVersion: true,
      blockedAt: true,
      closedAt: true,
    },
  });
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
