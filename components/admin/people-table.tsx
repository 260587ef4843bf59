import { useTranslations } from "next-intl";
import { PersonActions, type PersonCommands } from "@/components/admin/person-actions";
import { accountTones } from "@/components/admin/account-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { shownEmail } from "@/lib/email-address";
import type { PersonRow } from "@/lib/users/people";

interface PeopleTableProps {
  rows: PersonRow[];
  timeZone: string;
  commands: PersonCommands;
}

export function PeopleTable({ rows, timeZone, commands }: PeopleTableProps) {
  const t = useTranslations("admin");
  const roles = useTranslations("roles.names");
  const columns = [
    t("users.person"),
    t("users.role"),
    t("users.state"),
    t("users.registered"),
    t("users.actions"),
  ];
  return (
    <Table caption={t("users.title")}>
      <TableHead columns={columns} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[34%]">
              <RowLink href={`/admin/users/${row.id}`}>{row.name}</RowLink>
              <span className="block text-muted">{shownEmail(row.email)}</span>
            </TableCell>
            <TableCell label={t("users.role")}>{roles(row.role)}</TableCell>
            <TableCell label={t("users.state")}>
              <StatusChip tone={accountTones[row.state]}>{t(`states.${row.state}`)}</StatusChip>
            </TableCell>
            <TableCell label={t("users.registered")}>
              <Instant at={row.createdAt} timeZone={timeZone} />
            </TableCell>
            <TableCell className="md:w-px md:whitespace-nowrap">
              <PersonActions person={row} commands={commands} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
