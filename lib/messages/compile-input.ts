import { refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { compileMessage, type CompiledMessage } from "@/lib/messages/compile";
import type { MessageInput } from "@/lib/messages/schema";
import { imagesIn } from "@/lib/messages/stored-images";

/** What a message will be saved as, or why it cannot: the fault stands beside the source. */
export async function compileInput(
  db: Queryable,
  input: MessageInput,
): Promise<CommandResult<CompiledMessage, "invalid" | "image_gone">> {
  const { images, isWhole } = await imagesIn(db, input.source);
  if (!isWhole) return refused("image_gone");
  const made = compileMessage(input, images);
  if (typeof made === "string") return refused("invalid", { faults: { source: made } });
  return { ok: true, value: made, changed: { tags: [], wake: false } };
}
