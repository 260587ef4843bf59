import { useTranslations } from "next-intl";
import { OwnerLink } from "@/components/lists/owner-link";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { EverybodysRecipient } from "@/lib/recipients/queries";

export function RecipientsTable({ rows, timeZone }: { rows: EverybodysRecipient[]; timeZone: string }) {
  const t = useTranslations("admin");
  return (
    <Table caption={t("recipients.title")}>
      <TableHead
        columns={[t("recipients.address"), t("owner"), t("recipients.state"), t("recipients.added")]}
      />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="md:w-[42%]">
              <span className="font-medium">{row.email}</span>
              {row.name !== "" && <span className="block text-muted">{row.name}</span>}
            </TableCell>
            <TableCell label={t("owner")}>
              <OwnerLink owner={{ id: row.ownerId, name: row.ownerName }} />
            </TableCell>
            <TableCell label={t("recipients.state")}>
              {row.suppressed === null ? (
                <span className="text-muted">{t("recipients.sending")}</span>
              ) : (
                <StatusChip tone="careful">{t(`recipients.suppressed.${row.suppressed}`)}</StatusChip>
              )}
            </TableCell>
            <TableCell label={t("recipients.added")}>
              <Instant at={row.createdAt} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
