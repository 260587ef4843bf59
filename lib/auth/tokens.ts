import { createHash, randomBytes } from "node:crypto";
import type { TokenPurpose } from "@prisma/client";
import { v7 as uuidv7 } from "uuid";
import type { Queryable } from "@/lib/db";

/** Hours for which a mailed link holds. */
export const TOKEN_HOURS = {
  verify_email: 24,
  reset_password: 1,
  change_email: 24,
} as const satisfies Record<TokenPurpose, number>;

// 32 bytes in base64url.
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface UsedToken {
  userId: string;
  /** The address that a change of address asked for. */
  newEmail: string | null;
}

/**
 * A new token for a mailed link, 43 letters; only its hash is kept. Older ones of this purpose are void from
 * here on. The person's row must be locked, or two that ask at once would both have one.
 */
export async function issueToken(
  tx: Queryable,
  userId: string,
  purpose: TokenPurpose,
  newEmail: string | null = null,
): Promise<string> {
  await voidTokens(tx, userId, [purpose]);
  const token = randomBytes(32).toString("base64url");
  await tx.$executeRaw`
    INSERT INTO user_tokens (id, user_id, purpose, token_hash, new_email, expires_at, created_at)
    VALUES (${uuidv7()}::uuid, ${userId}::uuid, ${purpose}::token_purpose, ${hashOf(token)}, ${newEmail},
      engine_now() + make_interval(hours => ${TOKEN_HOURS[purpose]}::int), engine_now())`;
  return token;
}

/**
 * Uses a token up; null for one that is unknown, used, void, over, or of another purpose. Once, however many ask. Its
 * person's row is locked first, in the order of all commands on accounts: the person, then their tokens.
 */
export async function spendToken(
  tx: Queryable,
  token: string,
  purpose: TokenPurpose,
): Promise<UsedToken | null> {
  if (!isToken(token)) return null;
  const [used] = await tx.$queryRaw<UsedToken[]>`
    WITH person AS (
      SELECT u.id FROM users u JOIN user_tokens t ON t.user_id = u.id
      WHERE t.token_hash = ${hashOf(token)} FOR NO KEY UPDATE OF u)
    UPDATE user_tokens SET used_at = engine_now() FROM person
    WHERE user_id = person.id AND token_hash = ${hashOf(token)} AND purpose = ${purpose}::token_purpose
      AND used_at IS NULL AND expires_at > engine_now()
    RETURNING user_id AS "userId", new_email AS "newEmail"`;
  return used ?? null;
}

/** Whether a token could be used now. Looking uses nothing up: mail scanners follow links. */
export async function isOpenToken(tx: Queryable, token: string, purpose: TokenPurpose): Promise<boolean> {
  if (!isToken(token)) return false;
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM user_tokens WHERE token_hash = ${hashOf(token)} AND purpose = ${purpose}::token_purpose
      AND used_at IS NULL AND expires_at > engine_now()`;
  return found.length > 0;
}

/** Ends what was mailed to a person and not used yet. */
export async function voidTokens(
  tx: Queryable,
  userId: string,
  purposes: readonly TokenPurpose[] = ["verify_email", "reset_password", "change_email"],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE user_tokens SET used_at = engine_now()
    WHERE user_id = ${userId}::uuid AND purpose = ANY(${[...purposes]}::token_purpose[]) AND used_at IS NULL`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** An action's argument may be anything, whatever its type says. */
function isToken(token: unknown): boolean {
  return typeof token === "string" && TOKEN.test(token);
}
