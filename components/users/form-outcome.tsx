"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { ProfileState } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";

interface FormOutcomeProps {
  state: ProfileState;
  isPending: boolean;
  /** What stands there once it is done; nothing where that is announced in passing. */
  children?: ReactNode;
}

/** What became of a form: nothing yet, why not, or that it is done. */
export function FormOutcome({ state, isPending, children }: FormOutcomeProps) {
  const t = useTranslations("accounts");
  if (isPending) return null;
  if (state.refusal !== null) return <AccountRefusalNotice refusal={state.refusal} />;
  if (state.done === null || children === undefined) return null;
  return (
    <Notice tone="good" key={state.done.at}>
      {children}{" "}
      {state.done.inbox !== null && (
        <>
          <a
            href={state.done.inbox}
            target="_blank"
            rel="noreferrer"
            className="font-medium underline underline-offset-2"
          >
            {t("inbox")}
          </a>{" "}
          {t("inboxOpens")}
        </>
      )}
    </Notice>
  );
}
