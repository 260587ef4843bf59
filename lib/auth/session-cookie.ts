import type { JWT } from "@auth/core/jwt";
import { LRUCache } from "lru-cache";
import { decode, getToken, type JWTDecodeParams } from "next-auth/jwt";
import { cookies } from "next/headers";
import { comparedToken } from "@/lib/auth/session-token";
import { env } from "@/lib/env";

/** As long as Auth.js takes a token past its age. */
const CLOCK_TOLERANCE_S = 15;

/**
 * The session of this request, compared with the database; null for a visitor. Reads as `auth()` does, without what a page
 * has no use for: `auth()` encrypts the token anew for a cookie that a page cannot set, and half a page's time went there.
 */
export async function readSession(): Promise<JWT | null> {
  const { AUTH_SECRET, APP_URL } = env();
  const token = await getToken({
    // The cookies alone: it would take a token from an Authorization header as well.
    req: { headers: { cookie: (await cookies()).toString() } },
    secret: AUTH_SECRET,
    // Auth.js names its cookies by the scheme of APP_URL (lib/env.ts, tellOwnAddress).
    secureCookie: APP_URL.startsWith("https:"),
    decode: decodeOnce,
  });
  return token && comparedToken(token);
}

/** What tokens say, by token: deriving the key and decrypting take longer than all else that a session costs. */
const decoded = new LRUCache<string, JWT>({ max: 1_000 });

/** What a token says never changes; whether it still holds is asked each time. */
async function decodeOnce(params: JWTDecodeParams): Promise<JWT | null> {
  const { token = "" } = params;
  const known = decoded.get(token);
  if (known !== undefined) return isOver(known) ? null : known;
  const said = await decode(params);
  if (said !== null) decoded.set(token, said);
  return said;
}

function isOver({ exp }: JWT): boolean {
  return exp === undefined || exp + CLOCK_TOLERANCE_S < Date.now() / 1_000;
}
