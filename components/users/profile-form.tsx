"use client";

import { Button } from "@/components/ui/button";
import { useTranslations } from "next-intl";
import type { Control } from "react-hook-form";
import { z } from "zod";
import { ActionForm } from "@/components/forms/action-form";
import { CheckField } from "@/components/forms/check-field";
import { ChoiceField } from "@/components/forms/choice-field";
import { FormOutcome } from "@/components/forms/form-outcome";
import { LanguageField } from "@/components/forms/language-field";
import { TextField } from "@/components/forms/text-field";
import { useUnsavedForm } from "@/components/forms/use-unsaved-form";
import { announce } from "@/components/ui/toasts";
import { ProfileSection } from "@/components/users/profile-section";
import type { FormAction } from "@/lib/actions/state";
import { routing, type Locale } from "@/lib/i18n/routing";
import { profileSchema, type ProfileFields } from "@/lib/users/schema";

interface ProfileFormProps {
  save: FormAction<Locale>;
  profile: ProfileFields;
  userId: string;
  email: string;
  /** Where the role owns no mailings, nobody asks for their sender. */
  sends: boolean;
  /** As packChoices writes them. */
  countries: string;
  timeZones: string;
}

const unsavedProfile = z.object({
  fields: z.object({
    ...{ name: z.string(), phone: z.string(), country: z.string(), timeZone: z.string() },
    ...{ senderName: z.string().optional(), replyTo: z.string().optional() },
    ...{ notifyTrouble: z.boolean().optional(), notifySuccess: z.boolean().optional() },
    language: z.enum(routing.locales),
  }),
  beside: z.null(),
});

/** What users say of themselves and of the sender of their mailings: one form, saved as one. */
export function ProfileForm(props: ProfileFormProps) {
  const { save, profile, userId, email, sends, countries, timeZones } = props;
  const t = useTranslations("profile");
  const form = useUnsavedForm({
    action: save,
    schema: profileSchema,
    defaults: profile,
    place: `${userId}:profile`,
    shape: unsavedProfile,
    beside: null,
    onDone: () => announce(t("saved")),
  });
  const { control, isPending } = form;
  return (
    <ActionForm form={form} className="">
      <ProfileSection title={t("about")} text={t("aboutText")}>
        <div className="flex flex-col gap-5">
          <TextField control={control} name="name" autoComplete="name" label={t("name")} />
          <TextField
            control={control}
            name="phone"
            type="tel"
            autoComplete="tel"
            label={t("phone")}
            hint={t("phoneHint")}
          />
          <ChoiceField
            control={control}
            name="country"
            label={t("country")}
            choices={`\t${t("noCountry")}\n${countries}`}
          />
          <ChoiceField
            control={control}
            name="timeZone"
            label={t("timeZone")}
            hint={t("timeZoneHint")}
            choices={timeZones}
          />
          <LanguageField control={control} name="language" label={t("language")} />
        </div>
      </ProfileSection>
      {sends && <SenderSection control={control} email={email} />}
      {sends && <NoticesSection control={control} />}
      <div className="flex max-w-xl flex-col gap-4 pb-10 md:ms-80">
        <FormOutcome form={form} />
        <Button type="submit" isPending={isPending} className="self-start">
          {t("save")}
        </Button>
      </div>
    </ActionForm>
  );
}

interface SectionProps {
  control: Control<ProfileFields, unknown, unknown>;
}

function SenderSection({ control, email }: SectionProps & { email: string }) {
  const t = useTranslations("profile");
  return (
    <ProfileSection title={t("sender")} text={t("senderText")}>
      <div className="flex flex-col gap-5">
        <TextField control={control} name="senderName" label={t("senderName")} hint={t("senderNameHint")} />
        <TextField
          control={control}
          name="replyTo"
          type="email"
          label={t("replyTo")}
          hint={t("replyToHint", { email })}
        />
      </div>
    </ProfileSection>
  );
}

function NoticesSection({ control }: SectionProps) {
  const t = useTranslations("profile");
  return (
    <ProfileSection title={t("notices")} text={t("noticesText")}>
      <div className="flex flex-col gap-3">
        <CheckField control={control} name="notifyTrouble" label={t("notifyTrouble")} />
        <CheckField control={control} name="notifySuccess" label={t("notifySuccess")} />
      </div>
    </ProfileSection>
  );
}
