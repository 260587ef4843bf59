"use client";

import { useTranslations } from "next-intl";
import { Fault } from "@/components/recipients/target-list-field";

interface ConsentFieldProps {
  checked: boolean;
  change: (checked: boolean) => void;
  fault: string | undefined;
}

/** Whether these people agreed: asked whenever many come in at once. */
export function ConsentField({ checked, change, fault }: ConsentFieldProps) {
  const t = useTranslations("recipientForms");
  return (
    <label className="flex max-w-xl cursor-pointer items-start gap-3 text-sm">
      <input
        type="checkbox"
        name="consent"
        checked={checked}
        onChange={(event) => change(event.target.checked)}
        aria-invalid={fault !== undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span>
        <span className="font-medium">{t("consent")}</span>
        <span className="block text-muted">{t("consentHint")}</span>
        <Fault code={fault} />
      </span>
    </label>
  );
}
