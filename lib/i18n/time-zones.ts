/** Whether the runtime knows the zone by this name; names of offsets ("+03:00") are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

interface ZoneChoice {
  value: string;
  /** Such as "Europe/Moscow (UTC+3)". */
  label: string;
}

/**
 * The zones to choose from with what their clocks show beside UTC now; UTC first.
 * @param present a zone that is offered too, though the runtime may list it under another name
 */
export function timeZoneChoices(present: string, now: Date): readonly ZoneChoice[] {
  const known = knownZones(now);
  return known.some(({ value }) => value === present) ? known : [...known, zoneChoice(present, now)];
}

/** Clocks are changed at full quarters of an hour, everywhere. */
const QUARTER_MS = 15 * 60_000;

let latest: { quarter: number; zones: readonly ZoneChoice[] } | undefined;

/** Made once a quarter: a formatter for each of the 419 zones takes 50 ms of a processor. */
function knownZones(now: Date): readonly ZoneChoice[] {
  const quarter = Math.floor(now.getTime() / QUARTER_MS);
  if (latest?.quarter !== quarter) {
    const names = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
    latest = { quarter, zones: [...names].map((name) => zoneChoice(name, now)) };
  }
  return latest.zones;
}

function zoneChoice(value: string, now: Date): ZoneChoice {
  return { value, label: `${value.replaceAll("_", " ")} (${offset(value, now)})` };
}

function offset(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(now);
  const said = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return said.replace("GMT", "UTC");
}
