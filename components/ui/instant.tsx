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
