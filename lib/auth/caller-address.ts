import { cookies, headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { deviceOf } from "@/lib/auth/device-cookie";
import { env } from "@/lib/env";

/** Who asks, as limits count it. */
export interface Caller {
  /** The network address that the request came from; null where none can be believed. */
  readonly address: string | null;
  /** The id of the browser, where somebody has signed in there to the account of an address; null elsewhere. */
  readonly device: (email: string) => string | null;
}

/** The caller of the present request. */
export async function callerAddress(): Promise<Caller> {
  const jar = await cookies();
  return {
    address: clientAddress(await headers(), env().TRUSTED_PROXIES),
    device: (email) => deviceOf((name) => jar.get(name)?.value, email, new Date()),
  };
}
