"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { Notice } from "@/components/ui/notice";
import { nothingDone, type ProfileAction } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";
import { FaultText } from "@/components/users/fault-text";
import { FormField } from "@/components/users/form-field";
import { checkedFirst } from "@/components/users/submitting";
import { closingSchema } from "@/lib/auth/schema";

/** Closing cannot be undone: a first button opens the form, which asks for the password and for being sure. */
export function CloseForm({ close }: { close: ProfileAction }) {
  const t = useTranslations("profile");
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return (
      <ClosingQuestion
        close={close}
        cancel={() => {
          setOpen(false);
        }}
      />
    );
  }
  return (
    <Button
      variant="danger-soft"
      onPress={() => {
        setOpen(true);
      }}
    >
      {t("close")}
    </Button>
  );
}

function ClosingQuestion({ close, cancel }: { close: ProfileAction; cancel: () => void }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(close, nothingDone);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(closingSchema),
    defaultValues: { present: "", sure: false },
    errors: state.errors,
  });
  return (
    <form
      action={submit}
      onSubmit={checkedFirst(handleSubmit, submit)}
      noValidate
      className="flex flex-col gap-5"
    >
      <Notice tone="careful">
        <strong>{t("closeTitle")}</strong> {t("closeWarning")}
      </Notice>
      <FormField
        control={control}
        name="present"
        type="password"
        autoComplete="current-password"
        label={words("present")}
      />
      <Controller
        control={control}
        name="sure"
        render={({ field, fieldState }) => (
          <div>
            <label className="flex cursor-pointer items-start gap-3 text-sm">
              <input
                type="checkbox"
                name="sure"
                ref={field.ref}
                checked={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                aria-invalid={fieldState.invalid}
                aria-describedby="sure-fault"
                className="mt-0.5 size-4 accent-accent"
              />
              {t("sure")}
            </label>
            <p id="sure-fault" className="mt-1 text-xs text-danger">
              <FaultText code={fieldState.error?.message} />
            </p>
          </div>
        )}
      />
      {!isPending && state.refusal !== null && <AccountRefusalNotice refusal={state.refusal} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" isPending={isPending}>
          {t("closeConfirm")}
        </Button>
        <Button variant="tertiary" onPress={cancel} isDisabled={isPending}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
