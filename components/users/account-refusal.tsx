"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { ProfileState } from "@/components/users/account-form";

/** Why a form of accounts did nothing. */
export function AccountRefusalNotice({ refusal }: { refusal: NonNullable<ProfileState["refusal"]> }) {
  const t = useTranslations("accounts.refusals");
  return (
    <Notice tone="bad">
      {refusal.code === "too_many"
        ? t("too_many", { minutes: Math.ceil(refusal.retryAfterSeconds / 60) })
        : t(refusal.code)}
    </Notice>
  );
}
