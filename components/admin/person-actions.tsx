import { HandOverDialog } from "@/components/admin/hand-over-dialog";
import { ReasonDialog } from "@/components/admin/reason-dialog";
import { RoleDialog } from "@/components/admin/role-dialog";
import type { PersonRow } from "@/lib/users/people";
import type { Role } from "@/lib/users/policy";

/** The page's actions; each answers with the code of a refusal, null when done. */
export interface PersonCommands {
  changeBlock: (userId: string, deed: "block" | "unblock", reason: string) => Promise<string | null>;
  giveRole: (userId: string, role: Role) => Promise<string | null>;
  /** Where the page offers it. */
  handOverThings?: (userId: string, heirEmail: string) => Promise<string | null>;
}

interface PersonActionsProps {
  person: PersonRow & { mayHandOver?: boolean };
  commands: PersonCommands;
}

/** What who looks may do to a person; nothing for most. */
export function PersonActions({ person, commands }: PersonActionsProps) {
  const { id, name, role } = person;
  const deed = person.state === "blocked" ? "unblock" : "block";
  if (!person.mayBlock && !person.mayGiveRole) return null;
  return (
    <span className="relative z-10 flex flex-wrap gap-2">
      {person.mayHandOver === true && commands.handOverThings !== undefined && (
        <HandOverDialog name={name} submit={commands.handOverThings.bind(null, id)} />
      )}
      {person.mayBlock && (
        <ReasonDialog deed={deed} name={name} submit={commands.changeBlock.bind(null, id, deed)} />
      )}
      {person.mayGiveRole && <RoleDialog name={name} role={role} submit={commands.giveRole.bind(null, id)} />}
    </span>
  );
}
