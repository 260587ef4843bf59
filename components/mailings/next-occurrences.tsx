import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import type { OccurrenceNote } from "@/lib/mailings/schedule";

interface NextOccurrencesProps {
  occurrences: OccurrenceNote[];
  timeZone: string;
  held: boolean;
}

/** The runs to come in the mailing's zone, with what is odd about each; in UTC for who asks. */
export function NextOccurrences({ occurrences, timeZone, held }: NextOccurrencesProps) {
  const t = useTranslations("mailing");
  if (occurrences.length === 0) return <p className="text-muted">{t("noOccurrences")}</p>;
  const inZone = t("occurrencesInZone", { zone: timeZone });
  const noted = occurrences.some(({ notes }) => notes.length > 0);
  return (
    <>
      {held && <p className="mb-3 text-sm text-muted">{t("runsAfterHold")}</p>}
      <Table caption={t("occurrencesTitle")}>
        <TableHead columns={[inZone, ...(noted ? [t("occurrencesNote")] : [])]} />
        <TableBody>
          {occurrences.map(({ instant, utcOffset, notes }) => (
            <TableRow key={instant.getTime()}>
              <TableCell label={timeZone}>
                <Instant at={instant} timeZone={timeZone} full />
                <span className="ms-2 text-xs whitespace-nowrap text-muted">{utcOffset}</span>
              </TableCell>
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
      {occurrences.some(({ utcOffset }) => utcOffset !== "+00:00") && (
        <details className="mt-3 text-sm text-muted">
          <summary className="min-h-6 w-fit cursor-pointer">{t("occurrencesUtc")}</summary>
          <ul className="mt-2 flex flex-col gap-1">
            {occurrences.map(({ instant }) => (
              <li key={instant.getTime()}>
                <Instant at={instant} timeZone="UTC" full />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
