import { forgetMessageImages } from "@/lib/messages/forget-images";

/**
 * What is done for messages before every tick. Never throws: the next call does what this one left.
 *
 * @param report told once of each part that failed
 */
export async function maintainMessages(report: (message: string, error: unknown) => void): Promise<void> {
  await forgetMessageImages().catch((error: unknown) => {
    report("images that nothing shows any more could not be deleted", error);
  });
}
