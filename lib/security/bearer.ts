import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a request carries `Authorization: Bearer` with the secret; compared in constant time. */
export function bearsSecret(request: Request, secret: string): boolean {
  return timingSafeEqual(digest(request.headers.get("authorization") ?? ""), digest(`Bearer ${secret}`));
}

/** Equal lengths, which the comparison in constant time asks for. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
