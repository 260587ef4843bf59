import { useFormatter, useTranslations } from "next-intl";

/** "Attempt of 21 Nov 2026, 09:00 (Europe/Moscow)", in the mailing's zone. */
export function AttemptTitle({ at, timeZone }: { at: Date; timeZone: string }) {
  const t = useTranslations("attempt");
  const format = useFormatter();
  return t("title", {
    at: `${format.dateTime(at, { timeZone, dateStyle: "long", timeStyle: "short", hourCycle: "h23" })} (${timeZone})`,
  });
}
