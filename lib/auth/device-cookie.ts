import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { cookies } from "next/headers";
import { env } from "@/lib/env";

const YEAR_S = 365 * 24 * 60 * 60;

/**
 * A browser in which somebody has signed in to an account keeps a cookie that says so, signed, one for each account. It
 * opens nothing. Whoever has it is not stopped by the limits that strangers can use up.
 */
interface DeviceCookie {
  name: string;
  value: string;
}

/** @param email of the account, in lower case */
export function deviceCookie(email: string, id: string, now: Date): DeviceCookie {
  const until = Math.floor(now.getTime() / 1000) + YEAR_S;
  return { name: nameOf(email), value: `${id}.${until}.${signature(email, id, until)}` };
}

/** The id of the browser where its cookie for the account was signed here; null otherwise. */
export function deviceOf(
  cookieOf: (name: string) => string | undefined,
  email: string,
  now: Date,
): string | null {
  const [id, until, signed, ...rest] = (cookieOf(nameOf(email)) ?? "").split(".");
  if (id === undefined || until === undefined || signed === undefined || rest.length > 0) return null;
  const expected = Buffer.from(signature(email, id, Number(until)));
  const given = Buffer.from(signed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number(until) * 1000 > now.getTime() ? id : null;
}

/** Gives the browser that is answered the cookie for an account whose owner has just been proved. */
export async function rememberDevice(email: string): Promise<void> {
  const jar = await cookies();
  const now = new Date();
  const known = deviceOf((name) => jar.get(name)?.value, email, now);
  const { name, value } = deviceCookie(email, known ?? randomUUID(), now);
  jar.set(name, value, {
    httpOnly: true,
    secure: env().APP_URL.startsWith("https:"),
    sameSite: "lax",
    path: "/",
    maxAge: YEAR_S,
  });
}

/** Says the address to nobody who reads the browser's cookies. */
function nameOf(email: string): string {
  return `posthorn-device-${keyed(`name ${email}`).slice(0, 16)}`;
}

function signature(email: string, id: string, until: number): string {
  return keyed(`cookie ${until} ${id} ${email}`);
}

function keyed(text: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`posthorn device ${text}`).digest("base64url");
}
