import { z } from "zod";

const accounts = z.array(z.object({ role: z.string(), email: z.string(), password: z.string() }));

export type Account = z.infer<typeof accounts>[number];

/** Where the application under test is and what it showed at its start. */
export const setting = z
  .object({
    E2E_URL: z.url(),
    E2E_DATABASE_URL: z.string(),
    E2E_MAILBOX_URL: z.url(),
    E2E_MAILBOX_KEY: z.string(),
    E2E_ACCOUNTS: z.string().transform((text) => accounts.parse(JSON.parse(text))),
  })
  .parse(process.env);

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** In which journeys are walked that differ in nothing but words, which pages.spec.ts looks at in both. */
export const JOURNEY_LANGUAGES: readonly Language[] =
  process.env.E2E_LANGUAGES === "all" ? LANGUAGES : ["en"];

/** The address of a page in a language: English stands without its prefix. */
export function inLanguage(language: Language, path: string): string {
  return language === "en" ? path : `/ru${path === "/" ? "" : path}`;
}
