/** What of a person the rules look at. */
export interface Actor {
  id: string;
  role: string;
}

/** Own recipients, lists, messages and mailings: users and admins. An unknown role may do nothing. */
export function mayOwnMailings(actor: Actor): boolean {
  return actor.role === "user" || actor.role === "admin";
}

/** Everybody's mailings, attempts and recipients, read only. */
export function maySeeEverybodys(actor: Actor): boolean {
  return actor.role === "manager" || actor.role === "admin";
}
