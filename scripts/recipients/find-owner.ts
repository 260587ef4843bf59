import { CommandError } from "@/scripts/command-line";

export interface Owner {
  id: string;
  role: string;
}

/**
 * The account of an address whose role owns recipients.
 * @throws CommandError
 */
export async function findOwner(email: string): Promise<Owner> {
  const [{ database }, { mayOwnMailings }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/users/policy"),
  ]);
  const owner = await database().user.findUnique({ where: { email }, select: { id: true, role: true } });
  if (owner === null) throw new CommandError(`Nobody has an account with the address ${email}.`);
  if (!mayOwnMailings(owner)) throw new CommandError(`${email} has a role that owns no recipients.`);
  return owner;
}
