import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

interface Owned {
  ownerId: string;
}

/**
 * The owner, while the role is one that owns mailings, and who watches over everybody's. For anyone else,
 * an unknown role included, the mailing does not exist.
 */
export function maySeeMailing(actor: Actor, mailing: Owned): boolean {
  return mayControlMailing(actor, mailing) || maySeeAll(actor);
}

/** Start, pause, resume, finish: the owner alone, while the role is one that owns mailings. */
export function mayControlMailing(actor: Actor, mailing: Owned): boolean {
  return actor.id === mailing.ownerId && mayOwnMailings(actor);
}

/** Stop anybody's mailing and lift that stop: managers and admins. */
export function mayStopMailings(actor: Actor): boolean {
  return actor.role === "manager" || actor.role === "admin";
}
