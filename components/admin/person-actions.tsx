import { ReasonDialog } from "@/components/admin/reason-dialog";
import { RoleDialog } from "@/components/admin/role-dialog";
import type { PersonRow } from "@/lib/users/people";
import type { Role } from "@/lib/users/policy";

/** The page's actions; each answers with the code of a refusal, null when done. */
export interface PersonCommands {
  changeBlock: (userId: string, deed: "block" | "unblock", reason: string) => Promise<string | null>;
  giveRole: (userId: string, role: Role) => Promise<string | null>;
}

/** What who looks may do to a person; nothing for most. */
export function PersonActions({ person, commands }: { person: PersonRow; commands: PersonCommands }) {
  const { id, name, role } = person;
  const deed = person.state === "blocked" ? "unblock" : "block";
  if (!person.mayBlock && !person.mayGiveRole) return null;
  return (
    <span className="relative z-10 flex gap-2">
      {person.mayBlock && (
        <ReasonDialog deed={deed} name={name} submit={commands.changeBlock.bind(null, id, deed)} />
      )}
      {person.mayGiveRole && <RoleDialog name={name} role={role} submit={commands.giveRole.bind(null, id)} />}
    </span>
  );
}
