import { randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/auth/password";
import { db } from "@/tests/e2e/support/ledger";
import type { Account, Language } from "@/tests/e2e/support/setting";

/** An account of a test's own, its address confirmed: what is done to it ends no session of another test. */
export async function createAccount(
  role: "user" | "manager" | "content_manager" | "admin",
  language: Language = "en",
): Promise<Account> {
  const email = `${randomUUID()}@people.example`;
  const password = randomUUID();
  await db.user.create({
    data: {
      email,
      name: `Vera ${email.slice(0, 8)}`,
      role,
      language,
      passwordHash: await hashPassword(password),
      emailVerifiedAt: new Date(),
    },
  });
  return { role, email, password };
}
