"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { BlockDialog } from "@/components/admin/block-dialog";
import { HandOverDialog } from "@/components/admin/hand-over-dialog";
import { RoleDialog } from "@/components/admin/role-dialog";
import type { ActionState } from "@/lib/actions/state";
import type { UserRow } from "@/lib/users/people";

type OnUser = (userId: string, before: ActionState, form: FormData) => Promise<ActionState>;

/** The page's actions. */
export interface UserCommands {
  blockUser: OnUser;
  unblockUser: OnUser;
  giveRole: OnUser;
  /** Where the page offers it. */
  handOverThings?: OnUser;
}

interface UserActionsProps {
  user: UserRow & { mayHandOver?: boolean };
  commands: UserCommands;
}

/** What who looks may do to a user; nothing for most. */
export function UserActions({ user, commands }: UserActionsProps) {
  const t = useTranslations("supervision");
  const { id, name, role } = user;
  if (!user.mayBlock && !user.mayGiveRole) return null;
  return (
    <span className="flex flex-wrap gap-2">
      {user.mayHandOver === true && commands.handOverThings !== undefined && (
        <HandOverDialog name={name} handOver={commands.handOverThings.bind(null, id)} />
      )}
      {user.mayBlock && <BlockDialog user={user} commands={commands} opener={opener} />}
      {user.mayGiveRole && (
        <RoleDialog
          name={name}
          role={role}
          give={commands.giveRole.bind(null, id)}
          opener={opener(t("role.open"))}
        />
      )}
    </span>
  );
}

const opener = (text: string) => (
  <Button variant="tertiary" size="sm">
    {text}
  </Button>
);
