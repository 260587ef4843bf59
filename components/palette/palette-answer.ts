import { z } from "zod/mini";

const item = z.object({
  group: z.enum(["own", "commands", "supervision"]),
  text: z.string(),
  href: z.string(),
});

/** What `/api/palette` answers with when the palette opens: its part of the catalogue, and what it offers. */
export const paletteAnswer = z.object({ messages: z.string(), items: z.array(item) });

const found = z.object({
  kind: z.enum(["mailing", "message", "list", "recipient"]),
  id: z.string(),
  text: z.string(),
  detail: z.string(),
  href: z.string(),
});

/** What it answers with to a search. */
export const foundAnswer = z.object({ found: z.array(found) });

export type PaletteItem = z.infer<typeof item>;
export type PaletteAnswer = z.infer<typeof paletteAnswer>;
export type FoundItem = z.infer<typeof found>;
