"use client";

import { useTranslations } from "next-intl";
import { useLocale } from "next-intl";
import { useEffect, useState } from "react";
import { EmailFrame } from "@/components/messages/email-frame";
import { idle, type FormAction } from "@/lib/actions/state";
import type { ShownMessage } from "@/lib/mailings/shown-message";

interface ChosenMessageProps {
  messageId: string;
  show: FormAction<ShownMessage>;
}

/** The chosen message as one recipient will see it, folded; it is made when it is looked at. */
export function ChosenMessage({ messageId, show }: ChosenMessageProps) {
  const t = useTranslations("mailingForm.preview");
  const [isOpen, setOpen] = useState(false);
  const { shown, failed } = useShown(show, isOpen ? messageId : "");
  return (
    <details
      className="rounded-xl border border-border bg-surface"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer px-4 py-3 text-sm font-medium">{t("title")}</summary>
      <div className="border-t border-separator p-4" aria-live="polite" aria-busy={shown === null && !failed}>
        {failed && <p className="text-sm text-muted">{t("failed")}</p>}
        {shown === null && !failed && <div className="h-96 rounded-lg bg-surface-secondary" />}
        {shown !== null && (
          <>
            <p className="font-medium [overflow-wrap:anywhere]">{shown.subject}</p>
            <p className="mt-0.5 mb-3 text-sm text-muted [overflow-wrap:anywhere]">
              {t("reader", { reader: shown.reader })}
            </p>
            <EmailFrame title={`${t("title")}: ${shown.subject}`} html={shown.html} />
          </>
        )}
      </div>
    </details>
  );
}

/** @param messageId "" while nothing is looked at */
function useShown(show: FormAction<ShownMessage>, messageId: string) {
  const locale = useLocale();
  const [answer, setAnswer] = useState<{ messageId: string; shown: ShownMessage | null } | null>(null);
  useEffect(() => {
    if (messageId === "") return;
    let gone = false;
    const form = new FormData();
    form.set("messageId", messageId);
    form.set("locale", locale);
    const take = (shown: ShownMessage | null) => gone || setAnswer({ messageId, shown });
    show(idle, form).then(
      (outcome) => take(outcome.status === "done" ? outcome.value : null),
      (error: unknown) => {
        console.warn("No message came.", error);
        take(null);
      },
    );
    return () => {
      gone = true;
    };
  }, [show, messageId, locale]);
  const current = answer?.messageId === messageId ? answer : null;
  return { shown: current?.shown ?? null, failed: current !== null && current.shown === null };
}
