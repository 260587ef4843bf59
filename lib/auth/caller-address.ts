import { headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { env } from "@/lib/env";

/** The network address that the present request came from; null where none can be believed. */
export async function callerAddress(): Promise<string | null> {
  return clientAddress(await headers(), env().TRUSTED_PROXIES);
}
