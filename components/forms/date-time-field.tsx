"use client";

import { useTranslations } from "next-intl";
import type { FieldValues } from "react-hook-form";
import { TextField, type FieldProps } from "@/components/forms/text-field";

/** A local date and time, YYYY-MM-DDTHH:mm, with the zone in which it is meant written beside it. */
export function DateTimeField<Fields extends FieldValues>({
  timeZone,
  ...props
}: FieldProps<Fields> & { /** IANA name. */ timeZone: string }) {
  const t = useTranslations("forms");
  return <TextField {...props} type="datetime-local" hint={props.hint ?? t("inZone", { timeZone })} />;
}
