import { searchedEmail } from "@/lib/email-address";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import { roles } from "@/lib/users/policy";
import type { RoleRefusal } from "@/lib/users/roles";

const USAGE = `Usage: npm run users:set-role -- EMAIL ${roles.join("|")}`;

const REFUSALS: Record<RoleRefusal, string> = {
  not_found: "is gone",
  forbidden: "may not be given a role",
  unknown_role: "cannot have that role",
  same_role: "has that role already",
  last_admin: "is the only admin; make somebody else an admin first",
  account_closed: "has closed the account",
};

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} });
  const [typed, typedRole, ...others] = positionals;
  if (!typed || !typedRole || others.length > 0) throw new UsageError(USAGE);
  const role = roles.find((known) => known === typedRole);
  if (role === undefined) throw new UsageError(`A role is one of ${roles.join(", ")}.`);
  await withServices(() => giveRole(searchedEmail(typed), role));
});

async function giveRole(email: string, role: string): Promise<void> {
  const [{ database }, { setRole }, { applyChange }, { cacheTags }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/users/roles"),
    import("@/lib/cache/apply-change"),
    import("@/lib/cache/tags"),
  ]);
  const user = await database().user.findUnique({ where: { email }, select: { id: true } });
  if (user === null) throw new CommandError(`Nobody has an account with the address ${email}.`);
  const result = await setRole("command line", user.id, role);
  if (!result.ok) throw new CommandError(`${email} ${REFUSALS[result.code]}.`);
  await applyChange({ tags: [cacheTags.mailings(user.id), cacheTags.figures()], wake: false }, "outside");
  console.log(`${email} is ${role} from now on; open sessions have ended.`);
}
