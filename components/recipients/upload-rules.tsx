"use client";

import { useTranslations } from "next-intl";
import { existingRules, type ExistingRule } from "@/lib/recipients/schema";

export interface Rules {
  existing: ExistingRule;
  listExisting: boolean;
}

interface UploadRulesProps {
  rules: Rules;
  change: (rules: Rules) => void;
  /** Whether the file goes into a list. */
  listed: boolean;
}

/** What becomes of recipients that are there already. */
export function UploadRules({ rules, change, listed }: UploadRulesProps) {
  const t = useTranslations("upload.rules");
  return (
    <fieldset className="flex max-w-xl flex-col gap-2 text-sm">
      <legend className="mb-1 font-medium">{t("legend")}</legend>
      {existingRules.map((existing) => (
        <label key={existing} className="flex cursor-pointer items-start gap-3">
          <input
            type="radio"
            name="existing"
            checked={rules.existing === existing}
            onChange={() => change({ ...rules, existing })}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            {t(existing)}
            {existing === "update" && <span className="block text-xs text-muted">{t("updateHint")}</span>}
          </span>
        </label>
      ))}
      {listed && (
        <label className="mt-1 flex cursor-pointer items-start gap-3">
          <input
            type="checkbox"
            checked={rules.listExisting}
            onChange={(event) => change({ ...rules, listExisting: event.target.checked })}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          {t("list")}
        </label>
      )}
    </fieldset>
  );
}
