"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { ListBoxes } from "@/components/mailings/list-boxes";
import { LeaveLink } from "@/components/mailings/leave-link";
import type { MailingFormProps, MailingFormState } from "@/components/mailings/mailing-form";
import { RecipientPicker } from "@/components/mailings/recipient-picker";
import { Notice } from "@/components/ui/notice";
import type { ActionState } from "@/lib/actions/state";
import type { RecipientOption } from "@/lib/mailings/form-options";

type Offered = "find" | "findLists" | "lists" | "recipients" | "messages" | "userId";

interface AudienceFieldsProps extends Pick<MailingFormProps, Offered> {
  form: Pick<MailingFormState, "control" | "state" | "isPending" | "getValues" | "setValue" | "clearErrors">;
  choose: (recipients: RecipientOption[]) => void;
}

/** Lists and single recipients. What turns out to be deleted when it is saved is named and taken off. */
export function AudienceFields(props: AudienceFieldsProps) {
  const { form, find, findLists, lists, recipients, choose, messages, userId } = props;
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
      <ListBoxes
        control={form.control}
        lists={lists.filter(isHere)}
        find={form.isPending ? null : findLists}
      />
      <LeaveLink href="/recipients/upload" userId={userId} known={messages.map(({ id }) => id)}>
        {t("addRecipients")}
      </LeaveLink>
      <RecipientPicker find={find} chosen={recipients.filter(isHere)} onChange={change} />
    </fieldset>
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
    for (const name of ["listIds", "recipientIds"] as const) {
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
