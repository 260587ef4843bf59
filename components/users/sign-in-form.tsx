"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { useForm } from "react-hook-form";
import { Notice } from "@/components/ui/notice";
import { FormField } from "@/components/users/form-field";
import { checkedFirst } from "@/components/users/submitting";
import { TextLink } from "@/components/users/text-link";
import { signInSchema } from "@/lib/auth/schema";
import type { SignInRefusal } from "@/lib/auth/sign-in";

/** What the form shows after a refusal. Never the password. */
export interface SignInState {
  email: string;
  refusal: SignInRefusal | null;
}

type SignIn = (before: SignInState, form: FormData) => Promise<SignInState>;

const nothingTyped: SignInState = { email: "", refusal: null };

/** Email and password. Checked in the browser by the schema that the action checks again; keeps the address typed. */
export function SignInForm({ signIn }: { signIn: SignIn }) {
  const t = useTranslations("login");
  const [state, submit, isPending] = useActionState(signIn, nothingTyped);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(signInSchema),
    defaultValues: { email: state.email, password: "" },
  });
  const submitWithWish = (form: FormData) => {
    const next = new URLSearchParams(window.location.search).get("next");
    if (next !== null) form.set("next", next);
    submit(form);
  };
  return (
    <form
      action={submit}
      onSubmit={checkedFirst(handleSubmit, submitWithWish)}
      noValidate
      className="flex flex-col gap-5"
    >
      {state.refusal !== null && !isPending && (
        <Notice tone="bad">
          <RefusalText refusal={state.refusal} />
        </Notice>
      )}
      <FormField control={control} name="email" type="email" autoComplete="username" label={t("email")} />
      <FormField
        control={control}
        name="password"
        type="password"
        autoComplete="current-password"
        label={t("password")}
      />
      <Button type="submit" size="lg" fullWidth isPending={isPending} className="mt-1">
        {t("submit")}
      </Button>
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm text-muted">
        <span>
          {t("noAccount")} <TextLink href="/register">{t("register")}</TextLink>
        </span>
        <TextLink href="/forgot-password">{t("forgot")}</TextLink>
      </div>
    </form>
  );
}

function RefusalText({ refusal }: { refusal: SignInRefusal }) {
  const t = useTranslations("login");
  switch (refusal.code) {
    case "blocked":
      return t("refusals.blocked", { reason: refusal.reason });
    case "too_many":
      return t("refusals.too_many", { minutes: Math.ceil(refusal.retryAfterSeconds / 60) });
    case "unverified":
      return (
        <>
          {t("refusals.unverified")} <TextLink href="/verify-email">{t("sendAgain")}</TextLink>
        </>
      );
    case "wrong":
      return t("refusals.wrong");
  }
}
