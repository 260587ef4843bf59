"use server";

import { updateTag } from "next/cache";
import { after } from "next/server";
import { z } from "zod";
import { currentPerson } from "@/lib/auth/session";
import { cacheTags } from "@/lib/cache/tags";
import { liftStop, stopMailing } from "@/lib/mailings/commands";
import { mailingOwner } from "@/lib/mailings/queries";
import { wakeEngine } from "@/lib/engine-host/wake";

// Called by a dialog, but an action's arguments come from the browser all the same.
const stopInput = z.object({
  mailingId: z.uuid(),
  deed: z.enum(["stop", "lift"]),
  // PostgreSQL's text holds no NUL.
  reason: z
    .string()
    .max(5_000)
    .refine((reason) => !reason.includes("\0")),
});

const commands = { stop: stopMailing, lift: liftStop };

/** Stops anybody's mailing or lifts that; answers with the code of a refusal, null when done. */
export async function changeStop(
  mailingId: string,
  deed: "stop" | "lift",
  reason: string,
): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = stopInput.safeParse({ mailingId, deed, reason });
  if (!input.success) return "invalid";
  const result = await commands[input.data.deed](person, input.data);
  if (!result.ok) return result.code;
  const ownerId = await mailingOwner(input.data.mailingId);
  if (ownerId !== null) updateTag(cacheTags.mailings(ownerId));
  updateTag(cacheTags.figures());
  after(() => wakeEngine());
  return null;
}
