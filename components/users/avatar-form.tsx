"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { ImageInput } from "@/components/forms/image-input";
import { announce } from "@/components/ui/toasts";
import { UserImage } from "@/components/users/user-image";
import type { FormAction } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";

interface AvatarFormProps {
  name: string;
  imageId: string | null;
  remove: FormAction;
}

/** The image is the user's as soon as it is chosen. */
export function AvatarForm({ name, imageId, remove }: AvatarFormProps) {
  const t = useTranslations("profile");
  const router = useRouter();
  function stored(): void {
    announce(t("imageSaved"));
    router.refresh();
  }
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <UserImage name={name} imageId={imageId} label={t("imageOf")} />
      <ImageInput purpose="avatar" onStored={stored}>
        {(isSending) =>
          imageId !== null && (
            <ConfirmDialog
              opener={
                <Button variant="tertiary" size="sm" isDisabled={isSending}>
                  {t("removeImage")}
                </Button>
              }
              title={t("removeTitle")}
              text={t("removeText")}
              confirm={t("removeImage")}
              tone="danger"
              action={remove}
              done={t("imageRemoved")}
            />
          )
        }
      </ImageInput>
    </div>
  );
}
