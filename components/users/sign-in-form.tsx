"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { Suspense } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { AskedPage } from "@/components/users/asked-page";
import { SignInNotice } from "@/components/users/sign-in-notice";
import { TextLink } from "@/components/users/text-link";
import type { FormAction } from "@/lib/actions/state";
import type { Locale } from "@/lib/i18n/routing";
import { signInSchema } from "@/lib/auth/schema";

/** Email and password. Keeps the address typed. */
export function SignInForm({ signIn }: { signIn: FormAction<{ path: string; locale: Locale }> }) {
  const t = useTranslations("login");
  const form = useActionForm({
    action: signIn,
    schema: signInSchema,
    defaults: { email: "", password: "" },
  });
  const { control, state, isPending } = form;
  const isUnverified = state.status === "refused" && state.code === "unverified";
  return (
    <ActionForm form={form}>
      {/* What led here is no news any more once a try was answered, and would contradict the answer. */}
      {state.status === "idle" && (
        <Suspense>
          <SignInNotice />
        </Suspense>
      )}
      <FormOutcome form={form} />
      {isUnverified && !isPending && <TextLink href="/verify-email">{t("sendAgain")}</TextLink>}
      <TextField control={control} name="email" type="email" autoComplete="username" label={t("email")} />
      <TextField
        control={control}
        name="password"
        type="password"
        autoComplete="current-password"
        label={t("password")}
      />
      <AskedPage />
      <Button type="submit" size="lg" fullWidth isPending={isPending} className="mt-1">
        {t("submit")}
      </Button>
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm text-muted">
        <span>
          {t("noAccount")} <TextLink href="/register">{t("register")}</TextLink>
        </span>
        <TextLink href="/forgot-password">{t("forgot")}</TextLink>
      </div>
    </ActionForm>
  );
}
