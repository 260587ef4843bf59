import { createHash, timingSafeEqual } from "node:crypto";

/** Whether what was given is the secret; compared in constant time. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** Equal lengths, which the comparison in constant time asks for. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
