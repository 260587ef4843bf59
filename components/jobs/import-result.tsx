import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { BrokenRows } from "@/components/jobs/broken-rows";
import { ButtonLink } from "@/components/ui/button-link";
import { isOpen } from "@/lib/jobs/policy";
import type { JobRow } from "@/lib/jobs/queries";
import type { FormAction } from "@/lib/actions/state";
import type { Mended } from "@/lib/recipients/mend-rows";
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
  mend: FormAction<Mended>;
  isFurther: boolean;
}

/** What became of the rows of an import: in figures, the first invalid ones, and as files. */
export function ImportResult({ job, view, mend, isFurther }: ImportResultProps) {
  const { summary, invalid, listId, mending } = view;
  const t = useTranslations();
  const file = (name: string) => `/api/recipients/imports/${job.id}/${name}`;
  return (
    <>
      <Figures summary={summary} mended={mending.mended} />
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
      {!isOpen(job.status) && (mending.rows.length > 0 || isFurther) ? (
        <BrokenRows
          jobId={job.id}
          mending={mending}
          total={summary.invalid}
          mend={mend}
          isFurther={isFurther}
        />
      ) : (
        invalid.length > 0 && <InvalidRows rows={invalid} total={summary.invalid} />
      )}
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

function Figures({ summary, mended }: Pick<ImportView, "summary"> & { mended: number }) {
  const t = useTranslations("upload");
  const figures = FIGURES.filter((name) => !RARE.includes(name) || summary[name] > 0).map((name) => ({
    name: t(`figures.${name}`),
    value: summary[name],
  }));
  if (mended > 0) figures.push({ name: t("figures.mended"), value: mended });
  return (
    <dl className="max-w-sm divide-y divide-separator">
      {figures.map(({ name, value }) => (
        <div key={name} className="flex items-baseline justify-between gap-6 py-1.5">
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="text-end font-display text-xl font-semibold tabular-nums">
            {t("number", { value })}
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
