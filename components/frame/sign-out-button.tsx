"use client";

import { Button } from "@heroui/react/button";
import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { forgetTab } from "@/components/ui/forget-tab";

/** A form, so that it works before and without the page's script. */
export function SignOutButton({ signOut }: { signOut: () => Promise<void> }) {
  const t = useTranslations("account");
  return (
    <form action={signOut} onSubmit={forgetTab} className="flex">
      <Button type="submit" variant="ghost" isIconOnly aria-label={t("signOut")}>
        <LogOut aria-hidden="true" />
      </Button>
    </form>
  );
}
