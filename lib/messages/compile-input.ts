import { refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { compileMessage, compileVisual, type CompiledMessage } from "@/lib/messages/compile";
import type { MessageInput } from "@/lib/messages/schema";
import type { StoredImages } from "@/lib/messages/named-images";
import { imagesIn } from "@/lib/messages/stored-images";

/** What a message will be saved as, or why it cannot: the fault stands beside the source. */
export async function compileInput(
  db: Queryable,
  input: MessageInput,
): Promise<CommandResult<CompiledMessage, "invalid" | "image_gone">> {
  const { images, isWhole } = await imagesIn(db, input.source);
  if (!isWhole) return refused("image_gone");
  const made = await compiledSource(input, images);
  if (typeof made === "string") return refused("invalid", { faults: { source: made } });
  return { ok: true, value: made, changed: { tags: [], wake: false } };
}

async function compiledSource(input: MessageInput, images: StoredImages) {
  const { format } = input;
  if (format !== "visual") return compileMessage({ ...input, format }, images);
  // The editor's own code: 0.7 s at its first use, and nothing where no message is made with it.
  const { visualEmail } = await import("@/lib/messages/visual-email");
  const email = await visualEmail(input.source, images);
  return email === null ? "document_broken" : compileVisual(input, email);
}
