import type { Messages } from "next-intl";

/** The messages that `messageText` wrote. */
export function parsedMessages(text: string): Partial<Messages> {
  // On trust: nothing else writes it.
  return JSON.parse(text) as Partial<Messages>;
}
