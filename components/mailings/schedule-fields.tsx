"use client";

import { useTranslations } from "next-intl";
import type { Control } from "react-hook-form";
import { DateTimeField } from "@/components/forms/date-time-field";
import { RadioField } from "@/components/forms/radio-field";
import type { MailingFields } from "@/lib/mailings/schema";

interface ScheduleFieldsProps {
  control: Control<MailingFields, unknown, unknown>;
  timeZone: string;
  when: "now" | "at";
  /** One run: its end bounds only how long it may take. */
  once: boolean;
  /** Of a mailing that exists the start is a time. */
  edits: boolean;
}

const periods = ["once", "daily", "weekly", "monthly"] as const;

export function ScheduleFields({ control, timeZone, when, once, edits }: ScheduleFieldsProps) {
  const t = useTranslations("mailingForm");
  return (
    <>
      <RadioField
        control={control}
        name="when"
        label={t("start")}
        choices={[
          { value: "now", label: edits ? t("startNowAgain") : t("startNow") },
          { value: "at", label: t("startAt") },
        ]}
      />
      {when === "at" ? (
        <DateTimeField control={control} name="startLocal" label={t("startTime")} timeZone={timeZone} />
      ) : (
        <input type="hidden" name="startLocal" value="" />
      )}
      <RadioField
        control={control}
        name="period"
        label={t("period")}
        choices={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
      />
      <DateTimeField
        control={control}
        name="endLocal"
        label={t("end")}
        timeZone={timeZone}
        hint={t(once ? "endHintOnce" : "endHint", { timeZone })}
      />
    </>
  );
}
