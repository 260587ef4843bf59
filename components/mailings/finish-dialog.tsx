"use client";

import { AlertDialog } from "@heroui/react/alert-dialog";
import { Button } from "@heroui/react/button";
import { Flag } from "lucide-react";
import { useTranslations } from "next-intl";

/** Finishing closes what has not gone out, so it asks first. */
export function FinishDialog({ finish, disabled }: { finish: () => void; disabled: boolean }) {
  const t = useTranslations("start");
  return (
    <AlertDialog>
      <Button variant="tertiary" isDisabled={disabled} className="flex-1">
        <Flag aria-hidden="true" />
        {t("finish")}
      </Button>
      <AlertDialog.Backdrop isDismissable>
        <AlertDialog.Container size="sm" placement="center">
          <AlertDialog.Dialog>
            <AlertDialog.Header>
              <AlertDialog.Heading className="font-display text-xl">{t("finishTitle")}</AlertDialog.Heading>
            </AlertDialog.Header>
            <AlertDialog.Body>{t("finishText")}</AlertDialog.Body>
            <AlertDialog.Footer>
              <Button slot="close" variant="tertiary">
                {t("cancel")}
              </Button>
              <Button slot="close" variant="danger" onPress={finish}>
                {t("finishConfirm")}
              </Button>
            </AlertDialog.Footer>
          </AlertDialog.Dialog>
        </AlertDialog.Container>
      </AlertDialog.Backdrop>
    </AlertDialog>
  );
}
