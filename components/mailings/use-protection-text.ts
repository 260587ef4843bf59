import { useFormatter, useTranslations } from "next-intl";
import type { Protection } from "@/lib/mailings/protection";

/** Why a mailing was paused by itself, as part of a sentence. */
export function useProtectionText(): (protection: Protection) => string {
  const t = useTranslations("mailing.protections");
  const format = useFormatter();
  const percent = (share: number) => format.number(share, { style: "percent", maximumSignificantDigits: 2 });
  return ({ code, events, accepted, limit }) => {
    if (code === "all_refused" || code === "refused_alone") return t(code);
    if ((code !== "bounces" && code !== "complaints") || events === null || accepted === null)
      return t("other", { code });
    const share = percent(events / Math.max(accepted, 1));
    return t(code, { events, accepted, share, limit: percent(limit) });
  };
}
