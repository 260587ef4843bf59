/** What of a person the rules look at. */
export interface Actor {
  id: string;
  role: string;
}

export const roles = ["user", "manager", "content_manager", "admin"] as const;

export type Role = (typeof roles)[number];

/** One's own profile and image: everybody with an account, whatever the role. */
export function anyRole(): boolean {
  return true;
}

/** Own recipients, lists, messages and mailings: users and admins. An unknown role may do nothing. */
export function mayOwnMailings(actor: Actor): boolean {
  return actor.role === "user" || actor.role === "admin";
}

/** Everybody's recipients, messages, mailings and attempts, read only. */
export function maySeeAll(actor: Actor): boolean {
  return actor.role === "manager" || actor.role === "admin";
}

/** The list of users, with what was done to each. */
export function mayListUsers(actor: Actor): boolean {
  return actor.role === "manager" || actor.role === "admin";
}

/** Block and unblock: managers those whose role is user, admins everyone; nobody themselves. */
export function mayBlock(actor: Actor, target: Actor): boolean {
  if (actor.id === target.id) return false;
  return actor.role === "admin" || (actor.role === "manager" && target.role === "user");
}

/** Give roles to others: admins. */
export function mayGiveRoles(actor: Actor): boolean {
  return actor.role === "admin";
}

/** Nobody gives a role to themselves. */
export function mayGiveRole(actor: Actor, target: Actor): boolean {
  return mayGiveRoles(actor) && actor.id !== target.id;
}

/** Give what somebody owns to somebody else: admins. */
export function mayHandOverAtAll(actor: Actor): boolean {
  return actor.role === "admin";
}

/** Only what its owner's role may not use any more: as long as it may, it is theirs. */
export function mayHandOver(actor: Actor, owner: Actor): boolean {
  return mayHandOverAtAll(actor) && !mayOwnMailings(owner);
}

/** Whoever is given things must be able to use them. */
export function mayBeHeir(user: Actor): boolean {
  return mayOwnMailings(user);
}

/** What people did to others. */
export function mayReadAudit(actor: Actor): boolean {
  return actor.role === "admin";
}

export interface AdminLink {
  /** Key of the catalogue's "admin.sections". */
  name: "users" | "mailings" | "messages" | "recipients" | "attempts" | "reports" | "audit";
  href: string;
}

/** The pages that watch over everybody's things, as far as this role may open them; none for most. */
export function adminLinksFor(role: string): AdminLink[] {
  const actor = { id: "", role };
  const ofAll: AdminLink[] = [
    { name: "mailings", href: "/admin/mailings" },
    { name: "messages", href: "/admin/messages" },
    { name: "recipients", href: "/admin/recipients" },
    { name: "attempts", href: "/admin/attempts" },
    { name: "reports", href: "/admin/reports" },
  ];
  return [
    ...(mayListUsers(actor) ? [{ name: "users", href: "/admin/users" } as const] : []),
    ...(maySeeAll(actor) ? ofAll : []),
    ...(mayReadAudit(actor) ? [{ name: "audit", href: "/admin/audit" } as const] : []),
  ];
}
