import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { isOpen } from "@/lib/jobs/policy";
import type { JobRow } from "@/lib/jobs/queries";
import type { ImportView } from "@/lib/recipients/import-result";

const FIGURES = [
  "rows",
  "added",
  "updated",
  "unchanged",
  "suppressed",
  "duplicate",
  "invalid",
  "erased",
] as const;
/** Shown where there are any. */
const RARE: readonly string[] = ["suppressed", "erased"];

interface ImportResultProps {
  job: JobRow;
  view: ImportView;
}

/** What became of the rows of an import: in figures, the first invalid ones, and as files. */
export function ImportResult({ job, view: { summary, invalid, listId } }: ImportResultProps) {
  const t = useTranslations();
  const file = (name: string) => `/api/recipients/imports/${job.id}/${name}`;
  return (
    <>
      <Figures summary={summary} />
      {summary.erased > 0 && <p>{t("recipientForms.erasedHint")}</p>}
      <div className="flex flex-wrap gap-3">
        {!isOpen(job.status) && (
          <ButtonLink href={listId === null ? "/recipients" : `/recipients/lists/${listId}`}>
            {listId === null ? t("recipientForms.showAll") : t("recipientForms.showList")}
          </ButtonLink>
        )}
        {summary.rows > 0 && <Download href={file("report")}>{t("upload.report")}</Download>}
        {summary.invalid > 0 && <Download href={file("invalid-rows")}>{t("upload.invalidFile")}</Download>}
        {!isOpen(job.status) && (
          <ButtonLink href="/recipients/upload" variant="secondary">
            {t("upload.another")}
          </ButtonLink>
        )}
      </div>
      {summary.invalid > 0 && <p className="-mt-3 text-sm text-muted">{t("upload.invalidFileHint")}</p>}
      {invalid.length > 0 && <InvalidRows rows={invalid} total={summary.invalid} />}
    </>
  );
}

export function Download({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} download className={buttonVariants({ variant: "secondary" })}>
      {children}
    </a>
  );
}

function Figures({ summary }: Pick<ImportView, "summary">) {
  const t = useTranslations("upload");
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      {FIGURES.filter((name) => !RARE.includes(name) || summary[name] > 0).map((name) => (
        <div key={name}>
          <dt className="text-sm text-muted">{t(`figures.${name}`)}</dt>
          <dd className="font-display text-2xl font-semibold tabular-nums">
            {t("number", { value: summary[name] })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function InvalidRows({ rows, total }: { rows: ImportView["invalid"]; total: number }) {
  const t = useTranslations();
  return (
    <section>
      <h2 className="font-display text-xl font-semibold">{t("upload.invalidRows")}</h2>
      {total > rows.length && (
        <p className="mt-1 text-sm text-muted">{t("upload.firstInvalid", { shown: rows.length, total })}</p>
      )}
      <ul className="mt-2 flex flex-col gap-1 text-sm [overflow-wrap:anywhere]">
        {rows.map(({ line, reason, value }) => {
          const key = `recipientForms.rowFaults.${reason}` as Parameters<typeof t>[0];
          return (
            <li key={line}>
              {t("recipientForms.line", { line })}: {t.has(key) ? t(key) : reason}
              {value !== "" && <code className="ms-2">{value}</code>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
