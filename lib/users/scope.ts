import { maySeeAll, mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Whose things a page shows: one's own to work with, or everybody's to read. */
export type Scope = "own" | "all";

/** Whose rows a read may take: of one owner, or of all with null. Undefined where this is nothing for them. */
export function ownerWithin(actor: Actor, scope: Scope): string | null | undefined {
  if (scope === "own") return mayOwnMailings(actor) ? actor.id : undefined;
  return maySeeAll(actor) ? null : undefined;
}
