import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

interface Owned {
  ownerId: string;
}

/** Write, send as a test, delete: the owner alone, while the role is one that owns messages. */
export function mayChangeMessage(actor: Actor, message: Owned): boolean {
  return actor.id === message.ownerId && mayOwnMailings(actor);
}

/** The owner, and who watches over everybody's. For anyone else the message does not exist. */
export function maySeeMessage(actor: Actor, message: Owned): boolean {
  return mayChangeMessage(actor, message) || maySeeAll(actor);
}
