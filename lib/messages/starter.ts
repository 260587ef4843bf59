import type { StarterName } from "@/lib/messages/schema";

/** A message to begin with: written as text, so that whoever begins with it changes words and nothing else. */
export interface Starter {
  name: StarterName;
  subject: string;
  preheader: string;
  /** Markdown. */
  source: string;
}
