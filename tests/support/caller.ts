import type { Caller } from "@/lib/auth/caller-address";

/** Who asks from a network address, null where none is known, and from a browser that has signed in before, if one. */
export function callerFrom(address: string | null, device: string | null = null): Caller {
  return { address, device: () => device };
}
