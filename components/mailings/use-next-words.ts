import { useFormatter, useTranslations } from "next-intl";
import type { NamedDay, Next, NextStep } from "@/lib/mailings/next-step";

/** What happens next, with its times written on the server: a browser may write them in another way. */
export interface NextWords {
  step: NextStep;
  recipients: number;
  /** "tomorrow at 09:00 (Europe/Moscow)", or nothing. */
  when: string;
  isDue: boolean;
  probe: string;
}

export function useNextWords(timeZone: string): (next: Next) => NextWords {
  const t = useTranslations("progress.when");
  const format = useFormatter();
  const words = (named: { at: Date; day: NamedDay } | null) =>
    named === null
      ? ""
      : t(named.day, {
          time: format.dateTime(named.at, {
            timeZone,
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
          }),
          date: format.dateTime(named.at, { timeZone, dateStyle: "medium" }),
          zone: timeZone,
        });
  return ({ step, recipients, run, probe }) => ({
    ...{ step, recipients },
    when: words(run),
    isDue: run?.isDue ?? false,
    probe: words(probe),
  });
}
