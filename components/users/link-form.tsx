"use client";

import { Button } from "@heroui/react/button";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { nothing } from "@/lib/actions/schema";
import type { FormAction } from "@/lib/actions/state";

interface LinkFormProps {
  /** Uses the mailed link up and leads on. */
  action: FormAction;
  heading: ReactNode;
  submit: string;
  /** What stands in its place where the link works no more. */
  gone: ReactNode;
}

/** One button, which works where a mail program's browser runs no script. */
export function LinkForm({ action, heading, submit, gone }: LinkFormProps) {
  const form = useActionForm({ action, schema: nothing, defaults: {} });
  if (form.state.status === "refused" && form.state.code === "link_gone") return gone;
  return (
    <>
      {heading}
      <ActionForm form={form}>
        <FormOutcome form={form} />
        <Button type="submit" size="lg" fullWidth isPending={form.isPending}>
          {submit}
        </Button>
      </ActionForm>
    </>
  );
}
