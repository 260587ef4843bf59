"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import type { Book } from "@/lib/spreadsheet/text-of-file";

/** Of a field for a file. What is not read is refused with what to do about it. */
export const ACCEPTED = ".csv,.txt,.tsv,text/csv,.xlsx,.xlsm,.xls,.xlsb,.ods";

interface UploadSheetProps {
  book: Book;
  choose: (file: File, sheet: string) => Promise<void>;
}

/** Which sheet of a spreadsheet is imported. */
export function UploadSheet({ book: { file, sheets, sheet }, choose }: UploadSheetProps) {
  const t = useTranslations("upload");
  return (
    <div className="max-w-xl text-sm">
      {sheets.length > 1 && (
        <label className="mb-2 block font-medium">
          {t("sheet")}
          <select
            value={sheet}
            onChange={(event) => void choose(file, event.target.value)}
            className={inputVariants({ className: "mt-1 h-11 w-full" })}
          >
            {sheets.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <p className="text-muted">{t("sheetHint")}</p>
    </div>
  );
}
