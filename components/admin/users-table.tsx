import { useTranslations } from "next-intl";
import { PeopleMenu } from "@/components/admin/people-menu";
import type { UserCommands } from "@/components/admin/user-actions";
import { accountTones } from "@/components/admin/account-tones";
import { RowMenuButton } from "@/components/lists/row-menu-button";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { shownEmail } from "@/lib/email-address";
import type { UserRow } from "@/lib/users/people";

interface PeopleTableProps {
  rows: UserRow[];
  timeZone: string;
  commands: UserCommands;
}

export function PeopleTable({ rows, timeZone, commands }: PeopleTableProps) {
  const t = useTranslations("admin");
  const roles = useTranslations("roles.names");
  const columns = [
    t("users.person"),
    t("users.role"),
    t("users.state"),
    t("users.registered"),
    { text: t("users.actions"), hidden: true as const },
  ];
  return (
    <PeopleMenu rows={rows.map(menuRow)} commands={commands}>
      <Table caption={t("users.title")}>
        <TableHead columns={columns} />
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell className="one-line md:w-[44%]">
                <RowLink href={`/admin/users/${row.id}`}>{row.name}</RowLink>
                <span className="cell-detail">{shownEmail(row.email)}</span>
              </TableCell>
              <TableCell label={t("users.role")}>{roles(row.role)}</TableCell>
              <TableCell label={t("users.state")}>
                <StatusChip tone={accountTones[row.state]}>{t(`states.${row.state}`)}</StatusChip>
              </TableCell>
              <TableCell label={t("users.registered")}>
                <Instant at={row.createdAt} timeZone={timeZone} />
              </TableCell>
              <TableCell className="row-actions">
                {(row.mayBlock || row.mayGiveRole) && (
                  <RowMenuButton id={row.id} label={t("users.actionsFor", { name: row.name })} />
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </PeopleMenu>
  );
}

/** What of a user the browser needs for the menu. */
function menuRow({ id, name, role, state, mayBlock, mayGiveRole }: UserRow) {
  return { id, name, role, state, mayBlock, mayGiveRole };
}
