import { v7 as uuidv7 } from "uuid";
import type { AuditAction, AuditTarget } from "@/lib/audit/schema";
import type { Queryable } from "@/lib/db";

export interface AuditEntry {
  /** Null for the command line. */
  actorId: string | null;
  action: AuditAction;
  targetType: AuditTarget;
  targetId: string;
  /** As it was called then: the name of a mailing, the address of a person. */
  targetName: string;
  reason: string | null;
  /** What else is worth knowing, as codes: which role it was and is. */
  detail?: Record<string, string>;
}

/** Writes what somebody did to somebody else's things, in the transaction that does it. */
export async function recordAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_events (id, actor_id, actor_email, action, target_type, target_id, target_name, reason, detail)
    VALUES (${uuidv7()}::uuid, ${entry.actorId}::uuid,
      coalesce((SELECT email FROM users WHERE id = ${entry.actorId}::uuid), ''), ${entry.action},
      ${entry.targetType}, ${entry.targetId}, ${entry.targetName}, ${entry.reason},
      ${JSON.stringify(entry.detail ?? {})}::jsonb)`;
}
