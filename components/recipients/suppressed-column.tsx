"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { FilePreview } from "@/lib/recipients/import-preview";

interface SuppressedColumnProps {
  seen: Extract<FilePreview, { ok: true }>;
  column: number;
  choose: (column: number) => void;
}

/** Which column of a file has the addresses, and its first rows. */
export function SuppressedColumn({ seen, column, choose }: SuppressedColumnProps) {
  const t = useTranslations();
  const [head = []] = seen.rows;
  const name = (index: number) =>
    (seen.header ? head[index]?.trim() : "") || t("suppressing.columnName", { number: index + 1 });
  const rows = (seen.header ? seen.rows.slice(1) : seen.rows).slice(0, 3);
  const hasStates = seen.uses.some(({ kind }) => kind === "state");
  return (
    <section className="flex flex-col gap-4">
      <label className="max-w-xl text-sm font-medium">
        {t("suppressing.column")}
        <select
          value={column}
          onChange={(event) => choose(Number(event.target.value))}
          className={inputVariants({ className: "mt-1 h-11 w-full" })}
        >
          {seen.uses.map((_, index) => (
            <option key={index} value={index}>
              {name(index)}
            </option>
          ))}
        </select>
      </label>
      <div className="list-frame max-w-xl">
        <ul aria-label={t("upload.firstRows")} className="divide-y divide-separator text-sm">
          {rows.map((cells, row) => (
            <li key={row} className="truncate px-4 py-2">
              {cells[column]}
            </li>
          ))}
        </ul>
      </div>
      {hasStates && <Notice tone="careful">{t("suppressing.states")}</Notice>}
    </section>
  );
}
