"use client";

import { Button } from "@/components/ui/button";
import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { SignOutForm } from "@/components/frame/sign-out-form";
import type { FormAction } from "@/lib/actions/state";

export function SignOutButton({ signOut }: { signOut: FormAction }) {
  const t = useTranslations("account");
  return (
    <SignOutForm signOut={signOut}>
      <Button type="submit" variant="ghost" isIconOnly aria-label={t("signOut")}>
        <LogOut aria-hidden="true" />
      </Button>
    </SignOutForm>
  );
}
