"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { Progress } from "@/components/recipients/upload-news";
import { UploadRefusal } from "@/components/recipients/upload-refusal";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { UploadSummary } from "@/lib/recipients/schema";

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

interface UploadProgressProps {
  progress: Progress;
  refusal: { code: string; line: number | null } | null;
  /** Null once it has ended, one way or another. */
  stop: (() => void) | null;
  again: () => void;
  /** Back to the file as it was, after it ended early. */
  retry: () => void;
}

export function UploadProgress({ progress, refusal, stop, again, retry }: UploadProgressProps) {
  const t = useTranslations("upload");
  const forms = useTranslations("recipientForms");
  const { size, rows, bytes, end, invalid } = progress;
  const percent = size === 0 ? 100 : Math.min(100, Math.floor((bytes / size) * 100));
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      {end === null && stop !== null && (
        <div role="status" className="flex flex-col gap-2">
          <p className="font-medium">{t("importing")}</p>
          <progress
            value={percent}
            max={100}
            aria-label={t("importing")}
            className="h-2 w-full accent-accent"
          />
          <p className="text-sm text-muted tabular-nums">
            {t("percent", { percent })} · {t("progress", { rows })}
          </p>
        </div>
      )}
      {end !== null && end.fault === null && (
        <Notice tone={hasDone(end.summary) ? "good" : "careful"}>
          {hasDone(end.summary) ? t("done") : t("doneNone")}
        </Notice>
      )}
      <UploadRefusal refusal={end?.fault ?? refusal} />
      {end !== null && <Figures summary={end.summary} />}
      {end !== null && end.summary.erased > 0 && <p>{forms("erasedHint")}</p>}
      {invalid.length > 0 && <InvalidRows rows={invalid} />}
      <div className="flex flex-wrap gap-3">
        {stop !== null && (
          <Button variant="secondary" onPress={stop}>
            {t("stop")}
          </Button>
        )}
        {stop === null && (
          <>
            {end !== null && <Next listId={end.listId} />}
            {progress.report.length > 0 && <ReportButton lines={progress.report} />}
            <Button variant="secondary" onPress={end === null ? retry : again}>
              {end === null ? t("retry") : t("another")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function hasDone({ added, updated, unchanged, suppressed }: UploadSummary): boolean {
  return added + updated + unchanged + suppressed > 0;
}

function Next({ listId }: { listId: string | null }) {
  const t = useTranslations("recipientForms");
  return (
    <ButtonLink href={listId === null ? "/recipients" : `/recipients/lists/${listId}`}>
      {listId === null ? t("showAll") : t("showList")}
    </ButtonLink>
  );
}

function Figures({ summary }: { summary: UploadSummary }) {
  const t = useTranslations("upload.figures");
  const numbers = useTranslations("upload");
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      {FIGURES.filter((name) => !RARE.includes(name) || summary[name] > 0).map((name) => (
        <div key={name}>
          <dt className="text-sm text-muted">{t(name)}</dt>
          <dd className="font-display text-2xl font-semibold tabular-nums">
            {numbers("number", { value: summary[name] })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function InvalidRows({ rows }: { rows: Progress["invalid"] }) {
  const t = useTranslations();
  return (
    <section>
      <h2 className="font-display text-xl font-semibold">{t("upload.invalidRows")}</h2>
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

/** What became of every row, as the command line writes it. */
function ReportButton({ lines }: { lines: string[] }) {
  const t = useTranslations("upload");
  function save(): void {
    const file = new Blob(["\ufeffline,outcome,reason,value\n", ...lines], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "import-report.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <Button variant="secondary" onPress={save}>
      {t("report")}
    </Button>
  );
}
