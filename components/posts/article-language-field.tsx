"use client";

import { Label } from "@heroui/react/label";
import { Radio } from "@heroui/react/radio";
import { RadioGroup } from "@heroui/react/radio-group";
import { useTranslations } from "next-intl";
import { Controller, type Control } from "react-hook-form";
import { routing } from "@/lib/i18n/routing";
import type { ArticleFields } from "@/lib/posts/schema";

/** In which language the article is written: in its pages alone it stands in lists. */
export function ArticleLanguageField({ control }: { control: Control<ArticleFields, unknown, unknown> }) {
  const t = useTranslations("articles");
  return (
    <Controller
      control={control}
      name="language"
      render={({ field }) => (
        <RadioGroup name="language" value={field.value} onChange={field.onChange} onBlur={field.onBlur}>
          <Label>{t("field.language")}</Label>
          {routing.locales.map((locale) => (
            <Radio key={locale} value={locale}>
              <Radio.Content>
                <Radio.Control>
                  <Radio.Indicator />
                </Radio.Control>
                {t(`languages.${locale}`)}
              </Radio.Content>
            </Radio>
          ))}
        </RadioGroup>
      )}
    />
  );
}
