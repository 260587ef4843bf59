import { startersEn } from "@/lib/messages/starters-en";
import { startersRu } from "@/lib/messages/starters-ru";
import type { Starter } from "@/lib/messages/starter";

const byLanguage: Readonly<Record<string, readonly Starter[]>> = { en: startersEn, ru: startersRu };

/** Messages to begin with, in the reader's language; English for any other. */
export function startersIn(language: string): readonly Starter[] {
  return (Object.hasOwn(byLanguage, language) ? byLanguage[language] : undefined) ?? startersEn;
}
