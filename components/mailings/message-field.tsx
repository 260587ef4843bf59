"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Control } from "react-hook-form";
import { ChoiceField } from "@/components/forms/choice-field";
import { ChosenMessage } from "@/components/mailings/chosen-message";
import { LeaveLink } from "@/components/mailings/leave-link";
import { useOffered } from "@/components/mailings/use-found";
import type { FormAction } from "@/lib/actions/state";
import type { MessageOption } from "@/lib/mailings/form-options";
import type { MailingFields } from "@/lib/mailings/schema";
import type { ShownMessage } from "@/lib/mailings/shown-message";
import { withFallbacks } from "@/lib/messages/merge-fields";

interface MessageFieldProps {
  control: Control<MailingFields, unknown, unknown>;
  messages: readonly MessageOption[];
  /** Null where all of them are among `messages`. */
  find: FormAction<MessageOption[]> | null;
  /** Nothing is looked for meanwhile. */
  isSaving: boolean;
  /** Whose form it is. */
  userId: string;
  /** The chosen one. */
  messageId: string;
  show: FormAction<ShownMessage>;
}

/** The message that goes out, found by a part of its subject however old it is. */
export function MessageField(props: MessageFieldProps) {
  const { control, messages, find, isSaving, userId, messageId, show } = props;
  const t = useTranslations("mailingForm");
  const [typed, setTyped] = useState("");
  const offered = useOffered(messages, isSaving ? null : find, typed);
  return (
    <div className="flex flex-col gap-3">
      <ChoiceField
        control={control}
        name="messageId"
        label={t("message")}
        hint={find === null ? undefined : t("olderMessages")}
        choices={offered.map(({ id, subject }) => ({ value: id, label: withFallbacks(subject) }))}
        onType={setTyped}
      />
      <ChosenMessage messageId={messageId} show={show} />
      <LeaveLink href="/messages/new" userId={userId} known={messages.map(({ id }) => id)}>
        {t("writeAnother")}
      </LeaveLink>
    </div>
  );
}
