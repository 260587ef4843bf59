import type { Actor } from "@/lib/users/policy";

/** How database, scheduler, provider and caches are: admins. */
export function maySeeHealth(actor: Actor): boolean {
  return actor.role === "admin";
}
