import { useFormatter, useTranslations } from "next-intl";
import { protectionText } from "@/lib/i18n/protection-text";
import type { Protection } from "@/lib/mailings/protection";

/** Why a mailing was paused by itself, as part of a sentence. */
export function useProtectionText(): (protection: Protection) => string {
  const t = useTranslations("mailing.protections");
  const format = useFormatter();
  return (protection) => protectionText(t, format, protection);
}
