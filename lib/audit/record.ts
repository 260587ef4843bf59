import { v7 as uuidv7 } from "uuid";
import type { Queryable } from "@/lib/db";

export interface AuditEntry {
  actorId: string | null;
  action: "mailing_stopped" | "mailing_stop_lifted";
  targetType: "mailing";
  targetId: string;
  targetName: string;
  reason: string | null;
}

/** Writes what somebody did to somebody else's things, in the transaction that does it. */
export async function recordAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_events (id, actor_id, actor_email, action, target_type, target_id, target_name, reason)
    VALUES (${uuidv7()}::uuid, ${entry.actorId}::uuid,
      coalesce((SELECT email FROM users WHERE id = ${entry.actorId}::uuid), ''), ${entry.action},
      ${entry.targetType}, ${entry.targetId}, ${entry.targetName}, ${entry.reason})`;
}
