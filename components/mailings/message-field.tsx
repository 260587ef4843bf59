"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Control } from "react-hook-form";
import { ChoiceField } from "@/components/forms/choice-field";
import { useOffered } from "@/components/mailings/use-found";
import type { FormAction } from "@/lib/actions/state";
import type { MessageOption } from "@/lib/mailings/form-options";
import type { MailingFields } from "@/lib/mailings/schema";
import { withFallbacks } from "@/lib/messages/merge-fields";

interface MessageFieldProps {
  control: Control<MailingFields, unknown, unknown>;
  messages: readonly MessageOption[];
  /** Null where all of them are among `messages`. */
  find: FormAction<MessageOption[]> | null;
  /** Nothing is looked for meanwhile. */
  isSaving: boolean;
}

/** The message that goes out, found by a part of its subject however old it is. */
export function MessageField({ control, messages, find, isSaving }: MessageFieldProps) {
  const t = useTranslations("mailingForm");
  const [typed, setTyped] = useState("");
  const offered = useOffered(messages, isSaving ? null : find, typed);
  return (
    <ChoiceField
      control={control}
      name="messageId"
      label={t("message")}
      hint={find === null ? undefined : t("olderMessages")}
      choices={offered.map(({ id, subject }) => ({ value: id, label: withFallbacks(subject) }))}
      onType={setTyped}
    />
  );
}
