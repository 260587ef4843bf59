import { useFormatter, useTranslations } from "next-intl";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Instant } from "@/components/ui/instant";
import { SectionHeading } from "@/components/ui/page-heading";
import { comparedRuns } from "@/lib/mailings/compared-runs";
import { roughDuration } from "@/lib/mailings/pace";
import type { MailingDetail } from "@/lib/mailings/queries";
import { percentOf, pointsSince, type ComparedRun } from "@/lib/mailings/run-shares";

const counts = ["planned", "accepted"] as const;
const shares = ["bounced", "opened", "clicked"] as const;

/** The last runs side by side; nothing where there are not two to compare. */
export async function MailingComparedRuns({ mailing: { id, timeZone } }: { mailing: MailingDetail }) {
  const runs = await comparedRuns(id);
  return runs.length < 2 ? null : <ComparedRuns runs={runs} timeZone={timeZone} />;
}

function ComparedRuns({ runs, timeZone }: { runs: ComparedRun[]; timeZone: string }) {
  const t = useTranslations("comparedRuns");
  const lists = useTranslations("lists");
  const columns = [...counts, ...shares].map((name) => t(name));
  return (
    <section className="figure-table compared-runs mt-12">
      <SectionHeading>{t("title")}</SectionHeading>
      <Table caption={t("caption")}>
        <TableHead columns={[t("when"), ...columns, t("duration")]} />
        <TableBody>
          {runs.map((run, nth) => (
            <TableRow key={run.id}>
              <TableCell>
                <RowLink href={`/attempts/${run.id}`}>
                  <Instant at={run.createdAt} timeZone={timeZone} />
                </RowLink>
              </TableCell>
              <FigureCells run={run} before={nth === 0 ? runs[1] : undefined} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="mt-3 max-w-2xl text-xs text-muted">
        {lists("timesIn", { zone: timeZone })}. {t("note")}
      </p>
    </section>
  );
}

/** Of one run, with the difference to the one before where that is given. */
function FigureCells({ run, before }: { run: ComparedRun; before: ComparedRun | undefined }) {
  const t = useTranslations("comparedRuns");
  const format = useFormatter();
  const signed = (change: number) =>
    format.number(change, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
  const { unit, count } = roughDuration((run.closedAt.getTime() - run.createdAt.getTime()) / 1_000);
  return (
    <>
      {counts.map((name) => {
        const change = before && run[name] - before[name];
        return (
          <TableCell key={name} label={t(name)} className="tabular-nums">
            {format.number(run[name])}
            <Change change={change}>{(by) => signed(by)}</Change>
          </TableCell>
        );
      })}
      {shares.map((name) => {
        const percent = percentOf(run, name);
        return (
          <TableCell key={name} label={t(name)} className="tabular-nums">
            {percent === null
              ? "–"
              : format.number(percent / 100, { style: "percent", maximumFractionDigits: 1 })}
            <Change change={before && pointsSince(run, before, name)}>
              {(by) => t("points", { change: signed(by) })}
            </Change>
          </TableCell>
        );
      })}
      <TableCell label={t("duration")} className="tabular-nums">
        {t(unit, { count })}
      </TableCell>
    </>
  );
}

interface ChangeProps {
  change: number | null | undefined;
  children: (change: number) => string;
}

function Change({ change, children }: ChangeProps) {
  const t = useTranslations("comparedRuns");
  if (change === null || change === undefined) return null;
  return <span className="cell-detail">{change === 0 ? t("same") : children(change)}</span>;
}
