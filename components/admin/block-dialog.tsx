"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { UserCommands } from "@/components/admin/user-actions";
import { ReasonDialog } from "@/components/forms/reason-dialog";
import type { UserRow } from "@/lib/users/people";

interface BlockDialogProps {
  user: Pick<UserRow, "id" | "name" | "state">;
  commands: Pick<UserCommands, "blockUser" | "unblockUser">;
  /** Gets what the dialog is opened by; without it is open at once, and closed is gone. */
  opener?: (text: string) => ReactNode;
  onClosed?: () => void;
}

/** Blocks a user, or unblocks who is blocked, for a reason. */
export function BlockDialog({ user, commands, opener, onClosed }: BlockDialogProps) {
  const t = useTranslations("supervision");
  const { id, name } = user;
  const isBlocked = user.state === "blocked";
  const key = isBlocked ? "unblock" : "block";
  return (
    <ReasonDialog
      key={key}
      opener={opener?.(t(`${key}.open`))}
      onClosed={onClosed}
      title={t(`${key}.title`, { name })}
      text={t(`${key}.text`)}
      confirm={t(`${key}.confirm`)}
      tone={isBlocked ? "primary" : "danger"}
      action={(isBlocked ? commands.unblockUser : commands.blockUser).bind(null, id)}
      done={t(`${key}.done`, { name })}
    />
  );
}
