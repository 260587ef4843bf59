"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { FormAction } from "@/lib/actions/state";
import { roles, type Role } from "@/lib/users/policy";

interface RoleDialogProps {
  name: string;
  role: Role;
  give: FormAction;
  /** As of ConfirmDialog. */
  opener?: ReactNode;
  onClosed?: () => void;
}

/** The four roles with what each may do; the current one is chosen. */
export function RoleDialog({ name, role, give, opener, onClosed }: RoleDialogProps) {
  const t = useTranslations();
  return (
    <ConfirmDialog
      opener={opener}
      onClosed={onClosed}
      title={t("supervision.role.title", { name })}
      text={t("supervision.role.text")}
      confirm={t("supervision.role.confirm")}
      tone="primary"
      action={give}
      done={t("supervision.role.done", { name })}
    >
      {() => (
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">{t("supervision.role.label")}</legend>
          {roles.map((one) => (
            <label
              key={one}
              className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-3 rounded-lg px-3 py-2 hover:bg-default has-checked:bg-default"
            >
              <input
                type="radio"
                name="role"
                value={one}
                defaultChecked={one === role}
                className="mt-1 size-4 accent-accent"
              />
              <span className="font-medium text-foreground">{t(`roles.names.${one}`)}</span>
              <span className="col-start-2 text-sm text-muted">{t(`roles.hints.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </ConfirmDialog>
  );
}
