import { useLocale, useTranslations } from "next-intl";
import { packRows, type CellPart } from "@/components/lists/packed-rows";
import { Table, TableHead } from "@/components/lists/table";
import { TableRows } from "@/components/lists/table-rows";
import { attemptTones, mailingTones } from "@/components/mailings/status-tones";
import type { AttemptSummary } from "@/lib/attempts/queries";
import { instantFormat } from "@/lib/i18n/instant-format";
import type { MailingRow } from "@/lib/mailings/list";

interface MailingsTableProps {
  /** With their owners where they are of many. */
  rows: (MailingRow & { owner?: { id: string; name: string } })[];
  lastAttempts: Map<string, AttemptSummary>;
  /** Of who looks: mailings of several zones stand in one column. */
  timeZone: string;
  withOwner?: boolean;
}

export function MailingsTable({ rows, lastAttempts, timeZone, withOwner = false }: MailingsTableProps) {
  const t = useTranslations();
  const texts = {
    ...{ name: t("mailings.name"), owner: t("lists.owner"), status: t("mailings.status") },
    ...{ nextRun: t("mailings.nextRun"), lastAttempt: t("mailings.lastAttempt") },
  };
  const format = instantFormat(useLocale(), timeZone, false);
  const timeOf = (at: Date): CellPart => ["time", at.toISOString(), format.format(at)];

  function nextRun({ nextRunAt, holds }: MailingRow): CellPart {
    if (nextRunAt === null) return ["muted", t("mailings.noNextRun")];
    return holds.length > 0 ? ["muted", t("mailings.heldNextRun")] : timeOf(nextRunAt);
  }

  /** How it ended, when, and with how many, where no owner needs the room. */
  function lastRun(attempt: AttemptSummary | undefined): CellPart[] {
    if (attempt === undefined) return [["muted", t("mailings.neverRan")]];
    const { status, createdAt, accepted, planned } = attempt;
    return [
      ["chip", attemptTones[status], t(`statuses.attempt.${status}`)],
      timeOf(createdAt),
      ...(!withOwner && planned > 0
        ? [["count", t("mailings.counts", { accepted, planned })] satisfies CellPart]
        : []),
    ];
  }

  const packed = rows.map((row) => ({
    id: row.id,
    cells: [
      [["link", `/mailings/${row.id}`, row.name]],
      ...(withOwner ? [ownerOf(row)] : []),
      [
        ["chip", mailingTones[row.status], t(`statuses.mailing.${row.status}`)],
        ...row.holds.map(
          (hold) =>
            ["chip", hold === "paused" ? "careful" : "bad", t(`statuses.hold.${hold}`)] satisfies CellPart,
        ),
      ],
      [nextRun(row)],
      lastRun(lastAttempts.get(row.id)),
    ] satisfies CellPart[][],
  }));
  return (
    <Table caption={t("mailings.title")}>
      <TableHead
        columns={[
          texts.name,
          ...(withOwner ? [texts.owner] : []),
          texts.status,
          texts.nextRun,
          texts.lastAttempt,
        ]}
      />
      <TableRows
        columns={[
          { className: withOwner ? "md:w-[24%]" : "md:w-[28%]" },
          ...(withOwner ? [{ label: texts.owner }] : []),
          { className: "md:w-[19%]", isLine: true },
          { label: texts.nextRun },
          { label: texts.lastAttempt, isLine: true },
        ]}
        rows={packRows(packed)}
      />
    </Table>
  );
}

function ownerOf({ owner }: MailingsTableProps["rows"][number]): CellPart[] {
  return owner === undefined ? [] : [["owner", `/admin/users/${owner.id}`, owner.name]];
}
