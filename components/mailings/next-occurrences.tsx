import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { OccurrenceNote } from "@/lib/mailings/schedule";

interface NextOccurrencesProps {
  occurrences: OccurrenceNote[];
  timeZone: string;
  held: boolean;
}

/** The runs to come, in the mailing's zone and in UTC, with what is odd about each. */
export function NextOccurrences({ occurrences, timeZone, held }: NextOccurrencesProps) {
  const t = useTranslations("mailing");
  if (occurrences.length === 0) return <p className="text-muted">{t("noOccurrences")}</p>;
  const inZone = t("occurrencesInZone", { zone: timeZone });
  // Twice the same time says nothing.
  const elsewhere = timeZone === "UTC" ? [] : [t("occurrencesUtc")];
  const noted = occurrences.some(({ notes }) => notes.length > 0);
  return (
    <>
      {held && <p className="mb-3 text-sm text-muted">{t("runsAfterHold")}</p>}
      <Table caption={t("occurrencesTitle")}>
        <TableHead columns={[inZone, ...elsewhere, ...(noted ? [t("occurrencesNote")] : [])]} />
        <TableBody>
          {occurrences.map(({ instant, utcOffset, notes }) => (
            <TableRow key={instant.getTime()}>
              <TableCell label={timeZone}>
                <Instant at={instant} timeZone={timeZone} full />
                <span className="ms-2 text-xs whitespace-nowrap text-muted">{utcOffset}</span>
              </TableCell>
              {elsewhere.map((inUtc) => (
                <TableCell key={inUtc} label={inUtc}>
                  <Instant at={instant} timeZone="UTC" />
                </TableCell>
              ))}
              {noted && (
                <TableCell>
                  {notes.map((note) => (
                    <span key={note} className="block text-muted">
                      {t(`notes.${note}`)}
                    </span>
                  ))}
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
