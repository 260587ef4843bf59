import { randomUUID } from "node:crypto";
import type { JWT } from "@auth/core/jwt";

/** What the cookie of a session that nobody ended says. */
export function tokenOf(userId: string, sessionVersion = 1) {
  return { sub: userId, sessionVersion, sessionId: randomUUID() } satisfies JWT;
}
