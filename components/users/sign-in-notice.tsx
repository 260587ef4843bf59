"use client";

import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { Notice } from "@/components/ui/notice";

const notices = ["confirmed", "reset", "moved", "closed", "signed_out", "changed"] as const;

/** What led to sign-in, where something did: the page before names it in the address. */
export function SignInNotice() {
  const t = useTranslations("login.notices");
  const said = useSearchParams().get("notice");
  const known = notices.find((notice) => notice === said);
  if (known === undefined) return null;
  return <Notice tone="good">{t(known)}</Notice>;
}
