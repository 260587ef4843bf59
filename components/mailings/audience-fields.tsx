"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { CheckField } from "@/components/forms/check-field";
import { RadioField } from "@/components/forms/radio-field";
import { ListBoxes } from "@/components/mailings/list-boxes";
import { LeaveLink } from "@/components/mailings/leave-link";
import type { MailingFormProps, MailingFormState } from "@/components/mailings/mailing-form";
import { RecipientPicker } from "@/components/mailings/recipient-picker";
import { Notice } from "@/components/ui/notice";
import type { ActionState } from "@/lib/actions/state";
import type { RecipientOption } from "@/lib/mailings/form-options";
import type { MailingFields } from "@/lib/mailings/schema";

type Offered = "find" | "findLists" | "lists" | "recipients" | "messages" | "userId";

interface AudienceFieldsProps extends Pick<MailingFormProps, Offered> {
  /** As the form stands. */
  fields: MailingFields;
  form: Pick<MailingFormState, "control" | "state" | "isPending" | "getValues" | "setValue" | "clearErrors">;
  choose: (recipients: RecipientOption[]) => void;
}

/**
 * Everybody, or lists and single recipients, and who is left out of them. What turns out to be deleted when it is saved
 * is named and taken off.
 */
export function AudienceFields(props: AudienceFieldsProps) {
  const { form, fields, find, findLists, lists, recipients, choose, messages, userId } = props;
  const t = useTranslations("mailingForm");
  const gone = useGone(form);
  const isHere = ({ id }: { id: string }) => !gone.includes(id);
  function change(all: RecipientOption[]): void {
    choose(all);
    const ids = all.map(({ id }) => id);
    form.setValue("recipientIds", ids, { shouldDirty: true });
    form.clearErrors("listIds");
  }
  const names = [
    ...lists.filter((list) => !isHere(list)).map(({ name }) => name),
    ...recipients.filter((one) => !isHere(one)).map(({ email }) => email),
  ];
  return (
    <fieldset className="flex flex-col gap-5">
      <legend className="mb-3 font-display text-lg font-semibold">{t("audience")}</legend>
      {names.length > 0 && <Notice tone="careful">{t("gone", { names: names.join(", ") })}</Notice>}
      <RadioField
        control={form.control}
        name="audience"
        label={t("audienceChoice")}
        choices={[
          { value: "chosen", label: t("audienceChosen") },
          { value: "everybody", label: t("audienceEverybody") },
        ]}
      />
      {fields.audience === "everybody" ? (
        <p className="text-sm text-muted">{t("audienceEverybodyHint")}</p>
      ) : (
        <ListBoxes
          control={form.control}
          name="listIds"
          label={t("lists")}
          {...{ lists: lists.filter(isHere), find: form.isPending ? null : findLists }}
        />
      )}
      <LeaveLink href="/recipients/upload" userId={userId} known={messages.map(({ id }) => id)}>
        {t("addRecipients")}
      </LeaveLink>
      {fields.audience !== "everybody" && (
        <RecipientPicker find={find} chosen={recipients.filter(isHere)} onChange={change} />
      )}
      <LeftOut {...props} lists={lists.filter(isHere)} />
    </fieldset>
  );
}

/** Whom the audience does without: folded away while nobody is left out. */
function LeftOut({ form, fields, lists, findLists }: AudienceFieldsProps) {
  const t = useTranslations("mailingForm");
  const [isOpen] = useState(
    [fields.exceptListIds ?? []].flat().length > 0 || fields.exceptGotBefore !== false,
  );
  return (
    <details open={isOpen} className="rounded-xl border border-border px-4 py-3">
      <summary className="cursor-pointer text-sm font-medium">{t("leaveOut")}</summary>
      <div className="mt-4 flex flex-col gap-5">
        <CheckField
          control={form.control}
          name="exceptGotBefore"
          label={t("exceptGotBefore")}
          hint={t("exceptGotBeforeHint")}
        />
        {lists.length > 0 && (
          <ListBoxes
            control={form.control}
            name="exceptListIds"
            label={t("exceptLists")}
            {...{ lists, find: form.isPending ? null : findLists }}
          />
        )}
      </div>
    </details>
  );
}

/** Ids of what was chosen and is deleted, as the server has said so far; the form chooses them no more. */
function useGone({ state, getValues, setValue }: AudienceFieldsProps["form"]): readonly string[] {
  const [known, setKnown] = useState<{ state: ActionState<unknown>; gone: readonly string[] }>({
    state,
    gone: goneOf(state),
  });
  if (known.state !== state) setKnown({ state, gone: [...known.gone, ...goneOf(state)] });
  const takeOff = useEffectEvent((gone: readonly string[]) => {
    for (const name of ["listIds", "recipientIds", "exceptListIds"] as const) {
      const left = [getValues(name) ?? []].flat().filter((id) => !gone.includes(id));
      setValue(name, left, { shouldDirty: true });
    }
  });
  useEffect(() => {
    if (known.gone.length > 0) takeOff(known.gone);
  }, [known]);
  return known.gone;
}

function goneOf(state: ActionState<unknown>): string[] {
  if (state.status !== "refused" || state.code !== "audience_unknown") return [];
  return String(state.values.gone ?? "").split(" ");
}
