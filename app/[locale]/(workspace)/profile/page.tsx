import { Button } from "@/components/ui/button";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import {
  changeEmail,
  changePassword,
  closeAccount,
  removeAvatar,
  saveProfile,
  signOutEverywhere,
} from "@/app/[locale]/(workspace)/profile/actions";
import { pageLocale } from "@/components/frame/document";
import { FormMessages } from "@/components/forms/form-messages";
import { packChoices } from "@/components/forms/packed-choices";
import { SignOutForm } from "@/components/frame/sign-out-form";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { AvatarForm } from "@/components/users/avatar-form";
import { CloseForm } from "@/components/users/close-form";
import { EmailForm } from "@/components/users/email-form";
import { PasswordForm } from "@/components/users/password-form";
import { ProfileForm } from "@/components/users/profile-form";
import { ProfileSection } from "@/components/users/profile-section";
import { requireUser } from "@/lib/auth/session";
import { shownEmail } from "@/lib/email-address";
import { knownLocale } from "@/lib/i18n/routing";
import { timeZoneChoices } from "@/lib/i18n/time-zones";
import { countriesIn } from "@/lib/users/countries";
import { mayOwnMailings } from "@/lib/users/policy";
import { profileOf } from "@/lib/users/profile";

type Props = PageProps<"/[locale]/profile">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "profile" });
  return { title: t("title") };
}

export default async function ProfilePage({ params, searchParams }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireUser(locale);
  const profile = await profileOf(user.id);
  if (profile === null) notFound();
  const t = await getTranslations("profile");
  const roles = await getTranslations("roles.names");
  const { saved, changed } = await searchParams;
  const { name, phone, country, language, timeZone, senderName, replyTo } = profile;
  const { notifyTrouble, notifySuccess } = profile;
  return (
    <FormMessages locale={locale} names={["accounts", "images", "profile"]}>
      <PageHeading>{t("title")}</PageHeading>
      <p className="mt-2 mb-8 text-muted [overflow-wrap:anywhere]">
        {t("lead", { email: shownEmail(profile.email), role: roles(profile.role) })}
      </p>
      {saved !== undefined && (
        <div className="mb-8">
          <Notice tone="good">{t("saved")}</Notice>
        </div>
      )}
      {changed !== undefined && (
        <div className="mb-8" key={`notice ${String(changed)}`}>
          <Notice tone="good">{t("passwordChanged")}</Notice>
        </div>
      )}
      <ProfileSection title={t("image")} text={t("imageText")}>
        <AvatarForm name={name} imageId={profile.avatarId} remove={removeAvatar} />
      </ProfileSection>
      <ProfileForm
        save={saveProfile}
        profile={{
          ...{ name, phone, country, language: knownLocale(language), timeZone, senderName, replyTo },
          ...{ notifyTrouble, notifySuccess },
        }}
        userId={user.id}
        email={profile.email}
        sends={mayOwnMailings(user)}
        countries={packChoices(countriesIn(locale))}
        timeZones={packChoices(timeZoneChoices(timeZone, new Date()))}
      />
      <ProfileSection title={t("email")} text={t("emailText")}>
        <EmailForm change={changeEmail} />
      </ProfileSection>
      <ProfileSection title={t("password")} text={t("passwordText")}>
        <PasswordForm key={String(changed)} change={changePassword} />
      </ProfileSection>
      <ProfileSection title={t("sessions")} text={t("sessionsText")}>
        <SignOutForm signOut={signOutEverywhere}>
          <Button type="submit" variant="secondary">
            {t("signOutEverywhere")}
          </Button>
        </SignOutForm>
      </ProfileSection>
      <ProfileSection title={t("close")} text={t("closeText")}>
        <CloseForm close={closeAccount} />
      </ProfileSection>
    </FormMessages>
  );
}
