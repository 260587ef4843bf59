"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { startTransition, useActionState, type SubmitEvent } from "react";
import { useForm } from "react-hook-form";
import { Notice } from "@/components/ui/notice";
import { SignInField } from "@/components/users/sign-in-field";
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

  async function check(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const next = new URLSearchParams(window.location.search).get("next");
    if (next !== null) form.set("next", next);
    await handleSubmit(() => {
      startTransition(() => {
        submit(form);
      });
    })();
  }

  return (
    <form action={submit} onSubmit={(event) => void check(event)} noValidate className="flex flex-col gap-5">
      {state.refusal !== null && !isPending && (
        <Notice tone="bad">
          <RefusalText refusal={state.refusal} />
        </Notice>
      )}
      <SignInField control={control} name="email" type="email" autoComplete="username" label={t("email")} />
      <SignInField
        control={control}
        name="password"
        type="password"
        autoComplete="current-password"
        label={t("password")}
      />
      <Button type="submit" size="lg" fullWidth isPending={isPending} className="mt-1">
        {t("submit")}
      </Button>
    </form>
  );
}

function RefusalText({ refusal }: { refusal: SignInRefusal }) {
  const t = useTranslations("login.refusals");
  if (refusal.code === "blocked") return t("blocked", { reason: refusal.reason });
  if (refusal.code === "too_many")
    return t("too_many", { minutes: Math.ceil(refusal.retryAfterSeconds / 60) });
  return t(refusal.code);
}
