"use client";

import { Button } from "@heroui/react/button";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button-link";
import { nothing } from "@/lib/actions/schema";
import type { FormAction } from "@/lib/actions/state";

/** The last word before a mailing is deleted. */
export function DeleteMailingForm({
  remove,
  id,
}: {
  remove: FormAction<"deleted" | "archived">;
  id: string;
}) {
  const t = useTranslations("mailingDelete");
  const form = useActionForm({ action: remove, schema: nothing, defaults: {} });
  return (
    <ActionForm form={form} className="mt-8 flex max-w-xl flex-col gap-4">
      <FormOutcome form={form} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="danger" isPending={form.isPending}>
          <Trash2 aria-hidden="true" />
          {t("confirm")}
        </Button>
        <ButtonLink href={`/mailings/${id}`} variant="tertiary">
          {t("keep")}
        </ButtonLink>
      </div>
    </ActionForm>
  );
}
