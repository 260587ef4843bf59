"use client";

import { useTranslations } from "next-intl";
import { useSignedIn } from "@/components/frame/visitor";
import { ButtonLink } from "@/components/ui/button-link";

/** The home page's one big button: sign-in for visitors, their own pages for who is in. */
export function WayIn() {
  const t = useTranslations("account");
  const isVisitor = useSignedIn() === null;
  return (
    <ButtonLink href={isVisitor ? "/login" : "/overview"} size="lg" className="px-6">
      {t(isVisitor ? "signIn" : "workspace")}
    </ButtonLink>
  );
}
