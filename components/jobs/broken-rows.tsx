"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState, type KeyboardEvent } from "react";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { useAction } from "@/components/forms/use-action";
import { ButtonLink } from "@/components/ui/button-link";
import type { FormAction } from "@/lib/actions/state";
import type { BrokenRow } from "@/lib/recipients/import-chunk";
import type { Mending } from "@/lib/recipients/import-result";
import type { Mended } from "@/lib/recipients/mend-rows";

interface BrokenRowsProps {
  jobId: string;
  mending: Mending;
  total: number;
  mend: FormAction<Mended>;
  /** Whether others stand on pages before. */
  isFurther: boolean;
}

/** Rows of an import that were left out, to be corrected and imported. */
export function BrokenRows({ jobId, mending, total, mend, isFurther }: BrokenRowsProps) {
  const t = useTranslations();
  const { rows, next } = mending;
  const { state, isPending, send } = useAction(mend);
  const [isDirty, setDirty] = useState(false);
  useUnsavedWarning(isDirty, t("forms.unsaved.leave"));
  const columns = columnsShown(mending);
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="font-display text-xl font-semibold">{t("mending.title")}</h2>
        <p className="mt-1 text-sm text-muted">{t("mending.left", { total })}</p>
        <p className="mt-1 text-sm text-muted">{t("mending.lead")}</p>
      </div>
      <form
        className="flex flex-col gap-4"
        noValidate
        onChange={() => setDirty(true)}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending)
            send(new FormData(event.currentTarget), {
              then: (outcome) => outcome.status === "done" && setDirty(false),
            });
        }}
      >
        {rows.length === 0 ? <p>{t("mending.none")}</p> : <Rows {...{ rows, columns, mending }} />}
        <FormOutcome form={{ state, isPending }}>
          {state.status === "done" && <Outcome {...state.value} />}
        </FormOutcome>
        <div className="flex flex-wrap gap-3">
          {rows.length > 0 && (
            <Button type="submit" isPending={isPending}>
              {t("mending.send")}
            </Button>
          )}
          {isFurther && (
            <ButtonLink href={`/recipients/jobs/${jobId}`} variant="outline">
              {t("mending.first")}
            </ButtonLink>
          )}
          {next !== null && (
            <ButtonLink href={`/recipients/jobs/${jobId}?after=${next}`} variant="outline">
              {t("mending.next")}
            </ButtonLink>
          )}
        </div>
      </form>
    </section>
  );
}

function Outcome({ mended, broken, gone }: Mended) {
  const t = useTranslations("mending");
  const parts = [
    t("mended", { mended }),
    broken > 0 && t("broken", { broken }),
    gone > 0 && t("gone", { gone }),
  ];
  return parts.filter((part) => part !== false).join(" ");
}

function Rows({ rows, columns, mending }: { rows: BrokenRow[]; columns: number[]; mending: Mending }) {
  const t = useTranslations();
  const faults = useTranslations("recipientForms.rowFaults");
  const nameOf = (at: number) => {
    if (at >= mending.uses.length) return t("mending.surplus");
    return mending.names[at]?.trim() || t("mending.column", { number: at + 1 });
  };
  const reasonOf = (reason: string) => {
    const key = reason as Parameters<typeof faults>[0];
    return faults.has(key) ? faults(key) : reason;
  };
  return (
    <div className="list-frame overflow-x-auto">
      <table aria-label={t("mending.title")} className="min-w-full text-sm">
        <thead>
          <tr className="border-b border-separator bg-surface-secondary text-start">
            <th scope="col" className="px-3 py-2 text-end font-medium">
              {t("mending.line")}
            </th>
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t("mending.reason")}
            </th>
            {columns.map((at) => (
              <th key={at} scope="col" className="min-w-52 px-3 py-2 text-start font-medium">
                {nameOf(at)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} className="border-b border-separator last:border-0">
              <td className="px-3 py-2 text-end tabular-nums">{row.line}</td>
              <td id={`reason-${row.line}`} className="min-w-40 px-3 py-2 text-danger">
                {reasonOf(row.reason)}
              </td>
              {columns.map((at) => (
                <td key={at} className="px-3 py-1.5">
                  <Cell row={row} at={at} label={t("mending.cell", { line: row.line, column: nameOf(at) })} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A text of several lines stays one. */
function Cell({ row, at, label }: { row: BrokenRow; at: number; label: string }) {
  const text = row.cells[at] ?? "";
  const isFault = row.at === at;
  const parts = {
    name: `c${row.line}.${at}`,
    defaultValue: text,
    "aria-label": label,
    "aria-invalid": isFault || undefined,
    "aria-describedby": isFault ? `reason-${row.line}` : undefined,
    className: inputVariants({ className: "h-9 w-full min-w-0 text-sm" }),
    spellCheck: false,
  };
  return text.includes("\n") ? (
    <textarea {...parts} />
  ) : (
    <input {...parts} autoComplete="off" onKeyDown={toNextRow} />
  );
}

/** The address, names, and whatever is at fault in one of the rows; all, where a row is at fault as a whole. */
function columnsShown({ uses, rows }: Mending): number[] {
  const named = uses.flatMap(({ kind }, at) =>
    ["email", "other_email", "name", "first_name", "last_name"].includes(kind) ? [at] : [],
  );
  const faults = rows.flatMap(({ at, cells }) => (at === null ? [...cells.keys()] : [at]));
  const address = uses.findIndex(({ kind }) => kind === "email");
  const all = [...new Set([...named, ...faults])].filter((at) => at !== address);
  return [address, ...all.sort((one, other) => one - other)];
}

/** Enter goes to the same cell of the next row, and from the last one to the button. */
function toNextRow(event: KeyboardEvent<HTMLInputElement>): void {
  const { currentTarget: cell, key } = event;
  if (key !== "Enter" || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const column = cell.name.slice(cell.name.indexOf("."));
  const cells = [...(cell.form?.querySelectorAll<HTMLInputElement>(`input[name$="${column}"]`) ?? [])];
  const next = cells[cells.indexOf(cell) + 1];
  if (next === undefined) cell.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  else {
    next.focus();
    next.select();
  }
}
