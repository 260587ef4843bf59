"use client";

import { Button } from "@heroui/react/button";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FormOutcome } from "@/components/forms/form-outcome";
import { PlainField } from "@/components/forms/plain-field";
import { useAction } from "@/components/forms/use-action";
import { announce } from "@/components/ui/toasts";
import type { ActionState, FormAction } from "@/lib/actions/state";

interface TestButtonProps {
  action: FormAction<{ to: string }>;
  /** What is sent, at the moment of the click. */
  read: () => FormData;
  /** The embedded mailbox's page; null where mails really go out. */
  inbox: string | null;
}

/** Sends a test to whoever presses it, or to others. Stands in a row of buttons that wraps: what became of it is said below them. */
export function TestButton({ action, read, inbox }: TestButtonProps) {
  const t = useTranslations("messages.test");
  const { state, isPending, send } = useAction(action);
  return (
    <>
      <Button variant="secondary" isPending={isPending} onPress={() => send(read())}>
        <Send aria-hidden="true" />
        {t("send")}
      </Button>
      <TestToOthers action={action} read={read} />
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

/** Asks for up to five addresses. */
function TestToOthers({ action, read }: Omit<TestButtonProps, "inbox">) {
  const t = useTranslations("messages.test");
  function send(before: ActionState<{ to: string }>, asked: FormData) {
    const form = read();
    for (const [name, value] of asked) form.set(name, value);
    return action(before, form);
  }
  return (
    <ConfirmDialog
      opener={<Button variant="ghost">{t("others")}</Button>}
      title={t("othersTitle")}
      text={t("othersText")}
      confirm={t("othersSend")}
      tone="primary"
      action={send}
      onDone={({ to }) => announce(t("sent", { to }))}
    >
      {({ to }) => <PlainField name="to" label={t("othersTo")} hint={t("othersHint")} rows={2} fault={to} />}
    </ConfirmDialog>
  );
}
