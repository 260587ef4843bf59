import { useLocale } from "next-intl";
import { instantFormat } from "@/lib/i18n/instant-format";

interface InstantProps {
  at: Date;
  timeZone: string;
  /** With the day of the week and the zone's name. */
  full?: boolean;
}

/** An instant in a named zone, written on the server only, so that no browser's zone gets in. */
export function Instant({ at, timeZone, full = false }: InstantProps) {
  const format = instantFormat(useLocale(), timeZone, full);
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {format.format(at)}
    </time>
  );
}

/** As text with the zone, for sentences that stand by themselves. Rendered on the server too. */
export function useZonedText(timeZone: string): (at: Date) => string {
  const written = useInstantText(timeZone);
  return (at) => `${written(at)} (${timeZone})`;
}

/** The same as text, for sentences: in messages an instant cannot be an element. Rendered on the server too. */
export function useInstantText(timeZone: string): (at: Date) => string {
  const format = instantFormat(useLocale(), timeZone, false);
  return (at) => format.format(at);
}
