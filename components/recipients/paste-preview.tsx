"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { shownEmail } from "@/lib/email-address";
import type { PastePreview as Preview } from "@/lib/recipients/paste-commands";

/** What a pasted text was understood to say. */
export function PastePreview({ preview }: { preview: Preview }) {
  const t = useTranslations("recipientForms");
  const { people, known, suppressed, toSuppress, duplicates, erased, invalid, rows, faults } = preview;
  const sentences = [
    ...(known > 0 ? [t("ofThem", { known })] : []),
    ...(suppressed > 0 ? [t("suppressedOfThem", { count: suppressed })] : []),
    ...(toSuppress > 0 ? [t("toSuppress", { count: toSuppress })] : []),
    ...(erased > 0 ? [t("erasedRows", { count: erased })] : []),
    ...(duplicates > 0 ? [t("duplicateRows", { count: duplicates })] : []),
  ];
  return (
    <section aria-live="polite" className="flex flex-col gap-4">
      <p>
        <strong className="font-semibold">{t("people", { count: people })}</strong>
        {sentences.map((sentence) => ` · ${sentence}`).join("")}
      </p>
      {erased > 0 && <p className="text-sm text-muted">{t("erasedHint")}</p>}
      {invalid > 0 && (
        <Notice tone="careful">
          <p>{t("invalidRows", { count: invalid })}</p>
          <ul className="mt-2 flex flex-col gap-0.5">
            {faults.map((fault, index) => (
              <li key={index}>
                {t("line", { line: fault.line })}: {t(`rowFaults.${fault.reason}`)}
                {fault.value !== "" && <code className="ms-2">{fault.value}</code>}
              </li>
            ))}
            {invalid > faults.length && <li>{t("more", { count: invalid - faults.length })}</li>}
          </ul>
        </Notice>
      )}
      {rows.length > 0 && (
        <div className="list-frame max-w-xl">
          <ul className="divide-y divide-separator text-sm">
            {rows.map(({ email, name }) => (
              <li key={email} className="px-4 py-2 [overflow-wrap:anywhere]">
                <span className="font-medium">{shownEmail(email)}</span>
                {name !== "" && <span className="ms-2 text-muted">{name}</span>}
              </li>
            ))}
            {people > rows.length && (
              <li className="px-4 py-2 text-muted">{t("more", { count: people - rows.length })}</li>
            )}
          </ul>
        </div>
      )}
    </section>
  );
}
