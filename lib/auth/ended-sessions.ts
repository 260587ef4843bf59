import { database } from "@/lib/db";

/** Seconds for which a session holds that nobody ends. */
export const SESSION_S = 14 * 24 * 60 * 60;
/** For so long an ended one is remembered after its age: Auth.js takes a cookie 15 s past it, and clocks differ. */
const DAY_S = 24 * 60 * 60;

/**
 * Ends one session of a person, their others stay: whoever copied its cookie is out too.
 * @param sessionId the id in its token
 */
export async function endSession(sessionId: string): Promise<void> {
  const db = database();
  await db.$executeRaw`
    INSERT INTO ended_sessions (id, ends_at)
    VALUES (${sessionId}::uuid, engine_now() + ${SESSION_S + DAY_S} * interval '1 second') ON CONFLICT (id) DO NOTHING`;
  await db.$executeRaw`DELETE FROM ended_sessions WHERE ends_at < engine_now()`;
}
