"use server";

import { updateTag } from "next/cache";
import { after } from "next/server";
import { z } from "zod";
import { currentPerson } from "@/lib/auth/session";
import { cacheTags } from "@/lib/cache/tags";
import { wakeEngine } from "@/lib/engine-host/wake";
import { blockUser, unblockUser } from "@/lib/users/block";
import { handOver } from "@/lib/users/hand-over";
import { setRole } from "@/lib/users/roles";
import { heirSchema } from "@/lib/users/schema";

// Called by dialogs, but an action's arguments come from the browser all the same.
const blockInput = z.object({
  userId: z.uuid(),
  deed: z.enum(["block", "unblock"]),
  // PostgreSQL's text holds no NUL.
  reason: z
    .string()
    .max(5_000)
    .refine((reason) => !reason.includes("\0")),
});
const roleInput = z.object({ userId: z.uuid(), role: z.string().max(50) });

const heirInput = heirSchema.extend({ userId: z.uuid() });

const commands = { block: blockUser, unblock: unblockUser };

/** Blocks a person or undoes it; answers with the code of a refusal, null when done. */
export async function changeBlock(
  userId: string,
  deed: "block" | "unblock",
  reason: string,
): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = blockInput.safeParse({ userId, deed, reason });
  if (!input.success) return "invalid";
  const result = await commands[input.data.deed](person, input.data);
  if (!result.ok) return result.code;
  showAndSend(input.data.userId);
  return null;
}

/** Gives a person another role; answers with the code of a refusal, null when done. */
export async function giveRole(userId: string, role: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = roleInput.safeParse({ userId, role });
  if (!input.success) return "invalid";
  const result = await setRole(person, input.data.userId, input.data.role);
  if (!result.ok) return result.code;
  showAndSend(input.data.userId);
  return null;
}

/** Gives what a person owns to somebody else; answers with the code of a refusal, null when done. */
export async function handOverThings(userId: string, heirEmail: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = heirInput.safeParse({ userId, heirEmail });
  if (!input.success) return input.error.issues[0]?.path[0] === "heirEmail" ? "no_heir" : "invalid";
  const result = await handOver(person, input.data);
  if (!result.ok) return result.code;
  for (const ownerId of [input.data.userId, result.value.heirId]) {
    updateTag(cacheTags.recipients(ownerId));
    updateTag(cacheTags.messages(ownerId));
    showAndSend(ownerId);
  }
  return null;
}

/** Their mailings look different now, and what was held may have to go out. */
function showAndSend(ownerId: string): void {
  updateTag(cacheTags.mailings(ownerId));
  updateTag(cacheTags.figures());
  after(() => wakeEngine());
}
