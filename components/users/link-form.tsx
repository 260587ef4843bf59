"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

/** What became of a mailed link. */
export interface ConfirmState {
  code: "asked" | "gone" | "too_many";
}

const asked: ConfirmState = { code: "asked" };

interface LinkFormProps {
  /** Uses the mailed link up and leads on. */
  use: (before: ConfirmState) => Promise<ConfirmState>;
  heading: ReactNode;
  submit: string;
  /** What stands in its place where the link works no more. */
  gone: ReactNode;
}

/** One button. A plain form, so that it works where a mail program's browser runs no script. */
export function LinkForm({ use, heading, submit, gone }: LinkFormProps) {
  const t = useTranslations("accounts");
  const [state, send, isPending] = useActionState(use, asked);
  if (state.code === "gone") return gone;
  return (
    <>
      {heading}
      <form action={send} className="flex flex-col gap-5">
        {state.code === "too_many" && <Notice tone="bad">{t("tooManyLinks")}</Notice>}
        <Button type="submit" size="lg" fullWidth isPending={isPending}>
          {submit}
        </Button>
      </form>
    </>
  );
}
