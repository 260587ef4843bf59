"use client";

import { Label } from "@heroui/react/label";
import { Radio } from "@heroui/react/radio";
import { RadioGroup } from "@heroui/react/radio-group";
import { useTranslations } from "next-intl";
import { Controller, type Control } from "react-hook-form";
import { routing } from "@/lib/i18n/routing";
import type { ProfileFields } from "@/lib/users/schema";

export function LanguageField({ control }: { control: Control<ProfileFields, unknown, unknown> }) {
  const t = useTranslations("profile");
  return (
    <Controller
      control={control}
      name="language"
      render={({ field }) => (
        <RadioGroup
          name="language"
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          orientation="horizontal"
        >
          <Label className="w-full">{t("language")}</Label>
          {routing.locales.map((locale) => (
            <Radio key={locale} value={locale}>
              <Radio.Content>
                <Radio.Control>
                  <Radio.Indicator />
                </Radio.Control>
                <span lang={locale}>{t(`languages.${locale}`)}</span>
              </Radio.Content>
            </Radio>
          ))}
        </RadioGroup>
      )}
    />
  );
}
