"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState, useEffect } from "react";
import { useForm } from "react-hook-form";
import { nothingDone, type ProfileAction } from "@/components/users/account-form";
import { useAnnouncedOutcome } from "@/components/ui/toasts";
import { ChoiceField } from "@/components/forms/choice-field";
import { FormField } from "@/components/users/form-field";
import { FormOutcome } from "@/components/users/form-outcome";
import { LanguageField } from "@/components/users/language-field";
import { ProfileSection } from "@/components/users/profile-section";
import { checkedFirst } from "@/components/users/submitting";
import { useRouter } from "@/lib/i18n/navigation";
import { profileSchema, type ProfileFields } from "@/lib/users/schema";

interface Choice {
  value: string;
  label: string;
}

interface ProfileFormProps {
  save: ProfileAction;
  profile: ProfileFields;
  email: string;
  /** Where the role owns no mailings, nobody asks for their sender. */
  sends: boolean;
  countries: Choice[];
  timeZones: Choice[];
}

/** What a person says of themselves and of the sender of their mailings: one form, saved as one. */
export function ProfileForm({ save, profile, email, sends, countries, timeZones }: ProfileFormProps) {
  const t = useTranslations("profile");
  const [state, submit, isPending] = useActionState(save, nothingDone);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(profileSchema),
    defaultValues: profile,
  });
  const router = useRouter();
  useAnnouncedOutcome(isPending, state.done === null ? null : t("saved"));
  useEffect(() => {
    // The header shows the name.
    if (state.done !== null) router.refresh();
  }, [state.done, router]);
  return (
    <form action={submit} onSubmit={checkedFirst(handleSubmit, submit)} noValidate>
      <ProfileSection title={t("about")} text={t("aboutText")}>
        <div className="flex flex-col gap-5">
          <FormField control={control} name="name" autoComplete="name" label={t("name")} />
          <FormField
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
            choices={[{ value: "", label: t("noCountry") }, ...countries]}
          />
          <ChoiceField
            control={control}
            name="timeZone"
            label={t("timeZone")}
            hint={t("timeZoneHint")}
            choices={timeZones}
          />
          <LanguageField control={control} />
        </div>
      </ProfileSection>
      {sends && (
        <ProfileSection title={t("sender")} text={t("senderText")}>
          <div className="flex flex-col gap-5">
            <FormField
              control={control}
              name="senderName"
              label={t("senderName")}
              hint={t("senderNameHint")}
            />
            <FormField
              control={control}
              name="replyTo"
              type="email"
              label={t("replyTo")}
              hint={t("replyToHint", { email })}
            />
          </div>
        </ProfileSection>
      )}
      <div className="flex max-w-xl flex-col gap-4 pb-10 md:ms-80">
        <FormOutcome state={state} isPending={isPending} />
        <Button type="submit" isPending={isPending} className="self-start">
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
