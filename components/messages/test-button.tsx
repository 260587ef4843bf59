"use client";

import { Button } from "@heroui/react/button";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useAction } from "@/components/forms/use-action";
import type { FormAction } from "@/lib/actions/state";

interface TestButtonProps {
  action: FormAction<{ to: string }>;
  /** What is sent, at the moment of the click. */
  read: () => FormData;
  /** The embedded mailbox's page; null where mails really go out. */
  inbox: string | null;
}

/** Sends a test to whoever presses it. Stands in a row of buttons that wraps: what became of it is said below them. */
export function TestButton({ action, read, inbox }: TestButtonProps) {
  const t = useTranslations("messages.test");
  const { state, isPending, send } = useAction(action);
  return (
    <>
      <Button variant="secondary" isPending={isPending} onPress={() => send(read())}>
        <Send aria-hidden="true" />
        {t("send")}
      </Button>
      <div className="order-last basis-full empty:hidden">
        <FormOutcome form={{ state, isPending }}>
          {state.status === "done" && t("sent", { to: state.value.to })}{" "}
          {inbox !== null && (
            <a
              href={inbox}
              target="_blank"
              rel="noreferrer"
              className="font-medium underline underline-offset-4"
            >
              {t("inbox")}
            </a>
          )}
        </FormOutcome>
      </div>
    </>
  );
}
