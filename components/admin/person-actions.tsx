"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { HandOverDialog } from "@/components/admin/hand-over-dialog";
import { RoleDialog } from "@/components/admin/role-dialog";
import { ReasonDialog } from "@/components/forms/reason-dialog";
import type { ActionState } from "@/lib/actions/state";
import type { PersonRow } from "@/lib/users/people";

type OnUser = (userId: string, before: ActionState, form: FormData) => Promise<ActionState>;

/** The page's actions. */
export interface PersonCommands {
  blockUser: OnUser;
  unblockUser: OnUser;
  giveRole: OnUser;
  /** Where the page offers it. */
  handOverThings?: OnUser;
}

interface PersonActionsProps {
  person: PersonRow & { mayHandOver?: boolean };
  commands: PersonCommands;
}

/** What who looks may do to a user; nothing for most. */
export function PersonActions({ person, commands }: PersonActionsProps) {
  const t = useTranslations("supervision");
  const { id, name, role } = person;
  const isBlocked = person.state === "blocked";
  const key = isBlocked ? "unblock" : "block";
  if (!person.mayBlock && !person.mayGiveRole) return null;
  return (
    <span className="relative z-10 flex flex-wrap gap-2 md:flex-nowrap">
      {person.mayHandOver === true && commands.handOverThings !== undefined && (
        <HandOverDialog name={name} handOver={commands.handOverThings.bind(null, id)} />
      )}
      {person.mayBlock && (
        <ReasonDialog
          key={key}
          opener={
            <Button variant="tertiary" size="sm">
              {t(`${key}.open`)}
            </Button>
          }
          title={t(`${key}.title`, { name })}
          text={t(`${key}.text`)}
          confirm={t(`${key}.confirm`)}
          tone={isBlocked ? "primary" : "danger"}
          action={(isBlocked ? commands.unblockUser : commands.blockUser).bind(null, id)}
          done={t(`${key}.done`, { name })}
        />
      )}
      {person.mayGiveRole && <RoleDialog name={name} role={role} give={commands.giveRole.bind(null, id)} />}
    </span>
  );
}
