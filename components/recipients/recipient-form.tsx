"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useUnsavedForm } from "@/components/forms/use-unsaved-form";
import { ListsField } from "@/components/recipients/lists-field";
import { FieldValues } from "@/components/recipients/field-values";
import { ButtonLink } from "@/components/ui/button-link";
import type { ActionState, FormAction } from "@/lib/actions/state";
import type { KnownField } from "@/lib/fields/schema";
import { recipientInputs, type MergeField, type SuppressionReason } from "@/lib/recipients/schema";

interface RecipientFormProps {
  action: FormAction<{ id: string }>;
  recipient: { email: string; name: string; comment: string; fields: MergeField[]; lists: string[] };
  lists: { id: string; name: string }[];
  /** The owner's. */
  known: KnownField[];
  /** Where Cancel leads. */
  back: string;
  isNew: boolean;
  /** Why mailings skip the address, of which another one may be typed. */
  suppressed?: SuppressionReason | undefined;
  /** Where unsaved text waits in the browser. */
  place: string;
}

const unsavedRecipient = z.object({
  fields: z.object({
    ...{ email: z.string(), name: z.string(), comment: z.string(), fields: z.string() },
    lists: z.array(z.string()),
  }),
  beside: z.null(),
});

function isErased(state: ActionState<unknown>): boolean {
  return state.status === "refused" && state.faults.email === "address_erased";
}

/** Somebody whose data was erased: whether they have agreed again. */
function AgainField() {
  const t = useTranslations("recipientForms");
  return (
    <label className="flex cursor-pointer items-start gap-3 text-sm">
      <input type="checkbox" name="again" className="mt-0.5 size-4 shrink-0 accent-accent" />
      <span className="font-medium">{t("again")}</span>
    </label>
  );
}

/** One recipient, new or changed. */
export function RecipientForm(props: RecipientFormProps) {
  const { action, recipient, lists, known, back, isNew, suppressed, place } = props;
  const t = useTranslations("recipientForms");
  const { fields, ...rest } = recipient;
  const form = useUnsavedForm({
    action,
    schema: recipientInputs[isNew ? "added" : "changed"],
    defaults: { ...rest, fields: JSON.stringify(fields) },
    place,
    shape: unsavedRecipient,
    beside: null,
  });
  return (
    <ActionForm form={form} className="flex max-w-xl flex-col gap-5">
      <TextField
        control={form.control}
        name="email"
        type="email"
        label={t("email")}
        hint={suppressed && t(`suppressedHints.${suppressed}`)}
      />
      {isErased(form.state) && <AgainField />}
      <TextField control={form.control} name="name" label={t("name")} hint={t("nameHint")} />
      <ListsField control={form.control} name="lists" lists={lists} />
      <FieldValues control={form.control} name="fields" known={known} />
      <TextField
        control={form.control}
        name="comment"
        rows={3}
        label={t("comment")}
        hint={t("commentHint")}
      />
      <FormOutcome form={form} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={form.isPending}>
          {isNew ? t("create") : t("save")}
        </Button>
        <ButtonLink href={back} variant="tertiary">
          {t("cancel")}
        </ButtonLink>
      </div>
    </ActionForm>
  );
}
