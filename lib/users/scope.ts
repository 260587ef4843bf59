import { maySeeAll, mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Whose things a page shows: one's own to work with, or everybody's to read. */
export type Scope = "own" | "all";

/** Whether somebody may open the pages of a scope. */
export function mayUse(actor: Actor, scope: Scope): boolean {
  return scope === "own" ? mayOwnMailings(actor) : maySeeAll(actor);
}

/** Whose rows a read may take: of one owner, or of all with null. Undefined where this is nothing for them. */
export function ownerWithin(actor: Actor, scope: Scope): string | null | undefined {
  if (!mayUse(actor, scope)) return undefined;
  return scope === "own" ? actor.id : null;
}
