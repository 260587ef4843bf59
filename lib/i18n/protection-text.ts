import type { useFormatter, useTranslations } from "next-intl";

/** Why a mailing was paused by itself, as part of a sentence. Shares are of 1. */
export function protectionText(
  t: ReturnType<typeof useTranslations<"mailing.protections">>,
  format: Pick<ReturnType<typeof useFormatter>, "number">,
  protection: { code: string; events: number | null; accepted: number | null; limit: number },
): string {
  const { code, events, accepted } = protection;
  if (code === "all_refused" || code === "refused_alone") return t(code);
  if ((code !== "bounces" && code !== "complaints") || events === null || accepted === null)
    return t("other", { code });
  const percent = (share: number) => format.number(share, { style: "percent", maximumSignificantDigits: 2 });
  return t(code, {
    ...{ events, accepted },
    share: percent(events / Math.max(accepted, 1)),
    limit: percent(protection.limit),
  });
}
