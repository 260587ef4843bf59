"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ReasonDialog } from "@/components/forms/reason-dialog";
import type { FormAction } from "@/lib/actions/state";

interface MailingSupervisionProps {
  name: string;
  /** Null where it is stopped already. */
  stop: FormAction | null;
  lift: FormAction;
}

/** Stops a mailing, or lifts that: for managers and admins. */
export function MailingSupervision({ name, stop, lift }: MailingSupervisionProps) {
  const t = useTranslations("supervision");
  const key = stop === null ? "lift" : "stop";
  return (
    <>
      <div>
        <h2 className="font-display text-lg font-semibold">{t("panelTitle")}</h2>
        <p className="mt-1 text-sm text-muted">{stop === null ? t("panelLift") : t("panelStop")}</p>
      </div>
      <ReasonDialog
        key={key}
        opener={
          <Button variant="secondary" fullWidth>
            {t(`${key}.open`)}
          </Button>
        }
        title={t(`${key}.title`, { name })}
        text={t(`${key}.text`)}
        confirm={t(`${key}.confirm`)}
        tone={stop === null ? "primary" : "danger"}
        action={stop ?? lift}
        done={t(`${key}.done`, { name })}
      />
    </>
  );
}
