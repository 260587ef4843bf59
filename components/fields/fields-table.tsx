import { useTranslations } from "next-intl";
import { RowMenuButton } from "@/components/lists/row-menu-button";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { StatusChip } from "@/components/ui/status-chip";
import type { CountedFields } from "@/lib/fields/queries";
import { fieldTitle } from "@/lib/fields/schema";

/** Known fields, and how many recipients have a value; each row holds the button of a FieldMenu. */
export function FieldsTable({ fields }: { fields: CountedFields }) {
  const { rows, recipients, isEstimate } = fields;
  const t = useTranslations("fields");
  const about = useAboutNumber();
  const number = (count: number) =>
    isEstimate && count > 0 ? t("about", { number: about(count) }) : about(count, "exact");
  return (
    <>
      <Table caption={t("title")}>
        <TableHead
          columns={[
            ...[t("field"), t("type"), t("filled"), t("lacking")],
            { text: t("actions"), hidden: true },
          ]}
        />
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell className="md:w-[40%]">
                <span className="font-medium [overflow-wrap:anywhere]">{fieldTitle(row)}</span>
                <code className="cell-detail">{placeOf(row.name)}</code>
              </TableCell>
              <TableCell label={t("type")}>
                <span className="cell-line">
                  {t(`types.${row.type}`)}
                  {row.unfit > 0 && (
                    <StatusChip tone="careful">{t("unfit", { count: row.unfit })}</StatusChip>
                  )}
                </span>
              </TableCell>
              <TableCell label={t("filled")} className="tabular-nums">
                {number(row.filled)}
              </TableCell>
              <TableCell label={t("lacking")} className="tabular-nums">
                {number(Math.max(0, recipients - row.filled))}
              </TableCell>
              <TableCell className="row-command">
                <RowMenuButton id={row.id} label={t("menu", { field: fieldTitle(row) })} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {isEstimate && <p className="mt-3 text-sm text-muted">{t("estimate", { about: about(recipients) })}</p>}
    </>
  );
}

/** A field's place in a message. */
function placeOf(name: string): string {
  return `{{${name}}}`;
}
