import { mayOwnMailings, maySeeEverybodys, type Actor } from "@/lib/users/policy";

interface Owned {
  ownerId: string;
}

/** The owner, and who watches over everybody's. For anyone else the mailing does not exist. */
export function maySeeMailing(actor: Actor, mailing: Owned): boolean {
  return actor.id === mailing.ownerId || maySeeEverybodys(actor);
}

/** Start, pause, resume, finish: the owner alone, while the role is one that owns mailings. */
export function mayControlMailing(actor: Actor, mailing: Owned): boolean {
  return actor.id === mailing.ownerId && mayOwnMailings(actor);
}

/** Stop anybody's mailing and lift that stop: managers and admins. */
export function mayStopMailings(actor: Actor): boolean {
  return actor.role === "manager" || actor.role === "admin";
}
