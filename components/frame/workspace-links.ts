import { mayWriteArticles } from "@/lib/posts/policy";
import { adminLinksFor, mayOwnMailings, type Actor, type AdminLink } from "@/lib/users/policy";

/** Where sign-in leads, for every role. */
const OVERVIEW = "/overview";

interface OwnLink {
  /** Key of the catalogue's "frame". */
  name: "overview" | "mailings" | "messages" | "recipients" | "attempts" | "reports" | "posts";
  href: string;
}

export interface WorkspaceLinks {
  own: OwnLink[];
  supervision: AdminLink[];
  /** Where the mark in the header leads. */
  home: string;
}

/** In the order of the frame. */
const ownedThings: OwnLink[] = [
  { name: "mailings", href: "/mailings" },
  { name: "messages", href: "/messages" },
  { name: "recipients", href: "/recipients" },
  { name: "attempts", href: "/attempts" },
  { name: "reports", href: "/reports" },
];

/**
 * The pages that the frame offers a person: those their role may open, and no others.
 * @param authorship as lib/posts/authorship.ts reads it
 */
export function workspaceLinks(actor: Actor, authorship: { open: boolean }): WorkspaceLinks {
  const own: OwnLink[] = [
    { name: "overview", href: OVERVIEW },
    ...(mayOwnMailings(actor) ? ownedThings : []),
    ...(mayWriteArticles(actor, authorship) ? [{ name: "posts", href: "/posts" } as const] : []),
  ];
  return { own, supervision: adminLinksFor(actor.role), home: OVERVIEW };
}
