"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { BlockDialog } from "@/components/admin/block-dialog";
import type { UserCommands } from "@/components/admin/user-actions";
import { RoleDialog } from "@/components/admin/role-dialog";
import { RowMenu } from "@/components/lists/row-menu";
import type { UserRow } from "@/lib/users/people";

interface PeopleMenuProps {
  rows: Pick<UserRow, "id" | "name" | "role" | "state" | "mayBlock" | "mayGiveRole">[];
  commands: UserCommands;
  /** The table. */
  children: ReactNode;
}

/** What can be done to the user of a row: one menu, and one dialog, for the whole table. */
export function PeopleMenu({ rows, commands, children }: PeopleMenuProps) {
  const t = useTranslations("supervision");
  const [asked, setAsked] = useState<{ id: string; name: string } | null>(null);
  const rowOf = (id: string) => rows.find((row) => row.id === id);
  const row = asked === null ? undefined : rowOf(asked.id);
  const close = () => setAsked(null);
  return (
    <>
      <RowMenu items={(id) => itemsOf(rowOf(id), t)} onChoose={(id, name) => setAsked({ id, name })}>
        {children}
      </RowMenu>
      {row !== undefined && asked?.name === "block" && (
        <BlockDialog key={row.id} user={row} commands={commands} onClosed={close} />
      )}
      {row !== undefined && asked?.name === "role" && (
        <RoleDialog
          key={row.id}
          name={row.name}
          role={row.role}
          give={commands.giveRole.bind(null, row.id)}
          onClosed={close}
        />
      )}
    </>
  );
}

function itemsOf(
  row: PeopleMenuProps["rows"][number] | undefined,
  t: ReturnType<typeof useTranslations<"supervision">>,
) {
  if (row === undefined) return [];
  const key = row.state === "blocked" ? "unblock" : "block";
  return [
    ...(row.mayBlock ? [{ name: "block", text: t(`${key}.open`) }] : []),
    ...(row.mayGiveRole ? [{ name: "role", text: t("role.open") }] : []),
  ];
}
