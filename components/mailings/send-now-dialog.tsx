"use client";

import { AlertDialog } from "@heroui/react/alert-dialog";
import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";

interface SendNowDialogProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  count: number;
  confirm: () => void;
}

/** Asks before a form sends something at once, with the number. */
export function SendNowDialog({ isOpen, setOpen, count, confirm }: SendNowDialogProps) {
  const t = useTranslations("mailingForm");
  const forms = useTranslations("forms");
  return (
    <AlertDialog isOpen={isOpen} onOpenChange={setOpen}>
      <AlertDialog.Backdrop isDismissable isKeyboardDismissDisabled={false}>
        <AlertDialog.Container size="md" placement="center">
          <AlertDialog.Dialog>
            <AlertDialog.Header>
              <AlertDialog.Heading className="font-display text-xl">
                {t("sendNowTitle", { count })}
              </AlertDialog.Heading>
            </AlertDialog.Header>
            <AlertDialog.Body>{t("sendNowText")}</AlertDialog.Body>
            <AlertDialog.Footer>
              <Button slot="close" variant="tertiary">
                {forms("cancel")}
              </Button>
              <Button variant="primary" onPress={confirm}>
                {t("sendNowConfirm")}
              </Button>
            </AlertDialog.Footer>
          </AlertDialog.Dialog>
        </AlertDialog.Container>
      </AlertDialog.Backdrop>
    </AlertDialog>
  );
}
