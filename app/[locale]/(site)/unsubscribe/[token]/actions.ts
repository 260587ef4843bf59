"use server";

import { updateTag } from "next/cache";
import { headers } from "next/headers";
import { clientAddress } from "@/lib/auth/client-address";
import { cacheTags } from "@/lib/cache/tags";
import { env } from "@/lib/env";
import { takeInvalidLink } from "@/lib/suppressions/invalid-links";
import { unsubscribe } from "@/lib/suppressions/commands";
import type { UnsubscribeState } from "@/lib/suppressions/unsubscribe-state";

/** Takes the address of a mail's link off its owner's mailings. Needs no session: the token proves the mail. */
export async function unsubscribeHere(token: string): Promise<UnsubscribeState> {
  const result = await unsubscribe(token);
  if (result.ok) {
    updateTag(cacheTags.recipients(result.ownerId));
    return { code: "done" };
  }
  const taken = await takeInvalidLink(clientAddress(await headers(), env().TRUSTED_PROXIES));
  return { code: taken.ok ? result.code : "too_many" };
}
