"use server";

import { headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { takeUse } from "@/lib/rate-limits";
import { unsubscribe } from "@/lib/suppressions/commands";
import type { UnsubscribeState } from "@/lib/suppressions/unsubscribe-state";

/** Takes the address of a mail's link off its owner's mailings. Needs no session: the token proves the mail. */
export async function unsubscribeHere(token: string): Promise<UnsubscribeState> {
  const taken = await takeUse("unsubscribeByAddress", clientAddress(await headers()));
  if (!taken.ok) return { code: "too_many" };
  const result = await unsubscribe(token);
  return { code: result.ok ? "done" : result.code };
}
