import { isSecret } from "@/lib/security/secret";

/** The scheme in any case, and one blank or more after it (RFC 9110, 11.1 and 11.6.2). */
const BEARER = /^bearer +/i;

/** Whether a request carries `Authorization: Bearer` with the secret; compared in constant time. */
export function bearsSecret(request: Request, secret: string): boolean {
  return isBearer(request.headers.get("authorization") ?? "", secret);
}

/** The same of the header's value alone. */
export function isBearer(authorization: string, secret: string): boolean {
  return BEARER.test(authorization) && isSecret(authorization.replace(BEARER, ""), secret);
}
