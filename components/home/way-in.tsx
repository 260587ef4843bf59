"use client";

import { useTranslations } from "next-intl";
import { useSignedIn } from "@/components/frame/visitor";
import { ButtonLink } from "@/components/ui/button-link";

/** The home page's big buttons: registration and sign-in for visitors, their own pages for who is in. */
export function WayIn() {
  const t = useTranslations("account");
  if (useSignedIn() !== null) {
    return (
      <ButtonLink href="/overview" size="lg" className="px-6">
        {t("workspace")}
      </ButtonLink>
    );
  }
  return (
    <>
      <ButtonLink href="/register" size="lg" className="px-6">
        {t("register")}
      </ButtonLink>
      <ButtonLink href="/login" size="lg" variant="outline" className="px-6">
        {t("signIn")}
      </ButtonLink>
    </>
  );
}
