import { isSecret } from "@/lib/security/secret";

/** Whether a request carries `Authorization: Bearer` with the secret; compared in constant time. */
export function bearsSecret(request: Request, secret: string): boolean {
  return isSecret(request.headers.get("authorization") ?? "", `Bearer ${secret}`);
}
