import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/password";
import type { RegistrationFields } from "@/lib/auth/schema";
import { database } from "@/lib/db";

/**
 * Makes an admin from the command line, whose user is trusted with the address: it counts as confirmed.
 * @returns false where the address has an account already; that stays as it is
 */
export async function createAdmin({ email, name, password }: RegistrationFields): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  const id = uuidv7();
  return database().$transaction(async (tx) => {
    const created = await tx.$executeRaw`
      INSERT INTO users (id, email, name, password_hash, role, email_verified_at, created_at, updated_at)
      VALUES (${id}::uuid, ${email}, ${name}, ${passwordHash}, 'admin', engine_now(), engine_now(), engine_now())
      ON CONFLICT (email) DO NOTHING`;
    if (created === 0) return false;
    await recordAudit(tx, {
      actorId: null,
      action: "account_created",
      targetType: "user",
      targetId: id,
      targetName: email,
      reason: null,
    });
    return true;
  });
}
