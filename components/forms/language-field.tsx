"use client";

import { useTranslations } from "next-intl";
import type { FieldValues } from "react-hook-form";
import { RadioField } from "@/components/forms/radio-field";
import type { FieldProps } from "@/components/forms/text-field";
import { routing } from "@/lib/i18n/routing";

/** One of the application's languages, each in its own words. */
export function LanguageField<Fields extends FieldValues>(props: FieldProps<Fields>) {
  const t = useTranslations("forms.languages");
  const choices = routing.locales.map((locale) => ({ value: locale, label: t(locale), lang: locale }));
  return <RadioField {...props} choices={choices} />;
}
