import { useFormatter } from "next-intl";

interface InstantProps {
  at: Date;
  timeZone: string;
  /** With the day of the week and the zone's name. */
  full?: boolean;
}

/** An instant in a named zone, written on the server only, so that no browser's zone gets in. */
export function Instant({ at, timeZone, full = false }: InstantProps) {
  const format = useFormatter();
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {format.dateTime(at, {
        timeZone,
        year: "numeric",
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        ...(full && { weekday: "short" }),
      })}
    </time>
  );
}
