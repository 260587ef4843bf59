"use client";

import { inputVariants } from "@heroui/styles";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { Said } from "@/components/recipients/upload-client";
import type { ColumnUse, NamedKind } from "@/lib/recipients/import-columns";
import type { OwnPreview } from "@/lib/recipients/import-mappings";
import { COMMON_ENCODINGS, delimiters, ENCODINGS } from "@/lib/recipients/schema";

interface UploadColumnsProps {
  seen: Extract<OwnPreview, { ok: true }>;
  said: Said;
  /** Of a spreadsheet, which has no encoding and no delimiter. */
  isSheet: boolean;
  uses: ColumnUse[];
  say: (said: Said) => void;
  change: (uses: ColumnUse[]) => void;
}

const NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" } as const;
const KINDS = [
  ...([
    "email",
    "other_email",
    "name",
    "first_name",
    "last_name",
    "comment",
    "state",
    "field",
    "ignored",
  ] as const),
];
const look = inputVariants({ className: "h-9 w-full min-w-0 text-sm" });

/** A file as it is understood: encoding, delimiter, columns and first rows, each to be corrected. */
export function UploadColumns({ seen, said, isSheet, uses, say, change }: UploadColumnsProps) {
  const t = useTranslations("upload");
  return (
    <section className="flex flex-col gap-4">
      {!seen.sure && <Notice tone="careful">{t("unsure", { name: seen.encoding })}</Notice>}
      {!isSheet && <TextChoices seen={seen} said={said} say={say} />}
      <div>
        <h2 className="font-display text-xl font-semibold">{t("columns")}</h2>
        <p className="mt-1 text-sm text-muted">{seen.header ? t("headerRow") : t("noHeader")}</p>
        {seen.above > 0 && <p className="mt-1 text-sm text-muted">{t("rowsAbove", { count: seen.above })}</p>}
        {seen.remembered !== null && (
          <Remembered seen={seen} remembered={seen.remembered} uses={uses} change={change} />
        )}
        {seen.uses.at(-1)?.kind === "ignored" && <p className="mt-1 text-sm text-muted">{t("ownExport")}</p>}
      </div>
      <div className="list-frame overflow-x-auto">
        <table aria-label={t("firstRows")} className="min-w-full text-sm">
          <thead>
            <tr className="border-b border-separator bg-surface-secondary align-top">
              {uses.map((use, index) => (
                <th key={index} scope="col" className="min-w-52 px-3 py-2 text-start font-normal">
                  <ColumnUseField
                    number={index + 1}
                    use={use}
                    name={seen.header ? (seen.rows[0]?.[index] ?? "") : ""}
                    change={(changed) => change(uses.with(index, changed))}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.rows.map((cells, row) => (
              <tr key={row} className="border-b border-separator last:border-0">
                {uses.map((use, index) => (
                  <td
                    key={index}
                    className={`max-w-72 truncate px-3 py-2 ${use.kind === "ignored" ? "text-muted line-through" : ""} ${row === 0 && seen.header ? "font-medium" : ""}`}
                  >
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Ignored seen={seen} uses={uses} />
    </section>
  );
}

interface RememberedProps extends Pick<UploadColumnsProps, "seen" | "uses" | "change"> {
  remembered: ColumnUse[];
}

/** Says that the columns are as they were chosen the last time, with the way back to what is recognised, and forth. */
function Remembered({ seen, remembered, uses, change }: RememberedProps) {
  const t = useTranslations("upload.remembered");
  const isUsed = JSON.stringify(uses) !== JSON.stringify(seen.uses);
  return (
    <p role="status" className="mt-2 text-sm">
      {t(isUsed ? "used" : "recognised")}{" "}
      <button
        type="button"
        onClick={() => change(isUsed ? seen.uses : remembered)}
        className="font-medium underline underline-offset-3"
      >
        {t(isUsed ? "forget" : "take")}
      </button>
    </p>
  );
}

/** Columns of which nothing is stored. */
function Ignored({ seen, uses }: Pick<UploadColumnsProps, "seen" | "uses">) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const names = uses.flatMap(({ kind }, index) => {
    const name = seen.header ? (seen.rows[0]?.[index]?.trim() ?? "") : "";
    return kind === "ignored" ? [name === "" ? t("column", { number: index + 1 }) : name] : [];
  });
  if (names.length === 0) return null;
  return (
    <p role="status" className="text-sm text-muted [overflow-wrap:anywhere]">
      {t("leftOut", { names: format.list(names) })}
    </p>
  );
}

/** Encoding and delimiter of a text. */
function TextChoices({ seen, said, say }: Pick<UploadColumnsProps, "seen" | "said" | "say">) {
  const t = useTranslations("upload");
  const named = (delimiter: keyof typeof NAMES) => t(`delimiters.${NAMES[delimiter]}`);
  const encoding = (name: (typeof COMMON_ENCODINGS)[number]) =>
    t("encodingChoice", { name, languages: t(`encodings.${ENCODINGS[name]}`) });
  return (
    <div className="flex max-w-xl flex-wrap gap-4">
      <Choice
        label={t("encoding")}
        value={said.encoding}
        detected={t("detected", { name: seen.encoding })}
        choices={COMMON_ENCODINGS.map((value) => ({ value, text: encoding(value) }))}
        choose={(encoding) => say({ ...said, encoding })}
      />
      <Choice
        label={t("delimiter")}
        value={said.delimiter}
        detected={t("detected", { name: named(seen.delimiter) })}
        choices={delimiters.map((value) => ({ value, text: named(value) }))}
        choose={(delimiter) => say({ ...said, delimiter })}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  detected: string;
  choices: { value: string; text: string }[];
  choose: (value: string) => void;
}

function Choice({ label, value, detected, choices, choose }: ChoiceProps): ReactNode {
  return (
    <label className="min-w-48 flex-1 text-sm font-medium">
      {label}
      <select
        value={value}
        onChange={(event) => choose(event.target.value)}
        className={inputVariants({ className: "mt-1 h-11 w-full" })}
      >
        <option value="">{detected}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

function isNamed(kind: ColumnUse["kind"]): kind is "state" | "field" | NamedKind {
  return (
    kind === "state" ||
    kind === "field" ||
    kind === "first_name" ||
    kind === "last_name" ||
    kind === "other_email"
  );
}

interface ColumnUseFieldProps {
  number: number;
  use: ColumnUse;
  /** Of the column in the file. */
  name: string;
  change: (use: ColumnUse) => void;
}

function ColumnUseField({ number, use, name, change }: ColumnUseFieldProps) {
  const t = useTranslations("upload");
  return (
    <div className="flex flex-col gap-1.5">
      <select
        aria-label={t("use", { number })}
        value={use.kind}
        onChange={(event) => {
          const kind = KINDS.find((known) => known === event.target.value) ?? "ignored";
          const field = "name" in use && kind !== "state" ? use.name : name.trim() || t("column", { number });
          change(isNamed(kind) ? { kind, name: field } : { kind });
        }}
        className={look}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`uses.${kind}`)}
          </option>
        ))}
      </select>
      {"name" in use && use.kind !== "state" && (
        <input
          aria-label={t("fieldName")}
          value={use.name}
          maxLength={60}
          onChange={(event) => change({ ...use, name: event.target.value })}
          className={look}
        />
      )}
    </div>
  );
}
