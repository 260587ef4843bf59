"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notice } from "@/components/ui/notice";
import { nothingSent, type MailAction } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";

/** One button: the same mail once more, to the address that the form above had. */
export function SendAgain({ email, send, label }: { email: string; send: MailAction; label: string }) {
  const t = useTranslations("accounts.register");
  const [state, submit, isPending] = useActionState(send, nothingSent);
  return (
    <form action={submit} className="flex flex-col items-start gap-4">
      <input type="hidden" name="email" value={email} />
      {!isPending && state.refusal !== null && <AccountRefusalNotice refusal={state.refusal} />}
      {!isPending && state.sent !== null && <Notice tone="good">{t("sentAgain")}</Notice>}
      <Button type="submit" variant="secondary" isPending={isPending}>
        {label}
      </Button>
    </form>
  );
}
