import { adminLinksFor, mayOwnMailings, type Actor, type AdminLink } from "@/lib/users/policy";

interface OwnLink {
  /** Key of the catalogue's "frame". */
  name: "mailings";
  href: string;
}

export interface WorkspaceLinks {
  own: OwnLink[];
  supervision: AdminLink[];
  /** Where the mark in the header leads. */
  home: string;
}

/** The pages that the frame offers a person: those their role may open, and no others. */
export function workspaceLinks(actor: Actor): WorkspaceLinks {
  const own: OwnLink[] = mayOwnMailings(actor) ? [{ name: "mailings", href: "/mailings" }] : [];
  const supervision = adminLinksFor(actor.role);
  return { own, supervision, home: own[0]?.href ?? supervision[0]?.href ?? "/overview" };
}
