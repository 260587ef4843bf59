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

/**
 * The zones to choose from with what their clocks show beside UTC now, such as "Europe/Moscow (UTC+3)"; UTC first.
 * @param present a zone that is offered too, though the runtime may list it under another name
 */
export function timeZoneChoices(present: string, now: Date): { value: string; label: string }[] {
  const names = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), present]);
  return [...names].map((value) => ({
    value,
    label: `${value.replaceAll("_", " ")} (${offset(value, now)})`,
  }));
}

function offset(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(now);
  const said = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return said.replace("GMT", "UTC");
}
