import type { Catalogue } from "@/lib/i18n/catalogues";
import { mayWriteArticles } from "@/lib/posts/policy";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export type CommandName = keyof Catalogue["palette"]["commands"];

export interface PaletteCommand {
  name: CommandName;
  href: string;
}

const ofOwners: PaletteCommand[] = [
  { name: "newMailing", href: "/mailings/new" },
  { name: "newMessage", href: "/messages/new" },
  { name: "newRecipient", href: "/recipients/new" },
  { name: "paste", href: "/recipients/paste" },
  { name: "upload", href: "/recipients/upload" },
  { name: "lists", href: "/recipients/lists" },
  { name: "fields", href: "/recipients/fields" },
  { name: "suppressions", href: "/recipients/suppressions" },
];

/** What the palette offers beside the pages of the frame: what the person's role may open, and nothing else. */
export function paletteCommands(actor: Actor, authorship: { open: boolean }): PaletteCommand[] {
  return [
    ...(mayOwnMailings(actor) ? ofOwners : []),
    ...(mayWriteArticles(actor, authorship) ? [{ name: "newArticle", href: "/posts/new" } as const] : []),
    { name: "profile", href: "/profile" },
    { name: "home", href: "/" },
  ];
}
