import type { TokenPurpose } from "@prisma/client";
import { isOpenToken } from "@/lib/auth/tokens";
import { database } from "@/lib/db";

/** Whether a mailed link could be used now. */
export function isOpenLink(token: string, purpose: TokenPurpose): Promise<boolean> {
  return isOpenToken(database(), token, purpose);
}
