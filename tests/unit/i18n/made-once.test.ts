import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { packChoices, unpackChoices } from "@/components/forms/packed-choices";
import { instantFormat } from "@/lib/i18n/instant-format";
import { timeZoneChoices } from "@/lib/i18n/time-zones";
import { countriesIn } from "@/lib/users/countries";

const SUMMER = new Date("2026-07-01T12:00:00Z");
const QUARTER_MS = 15 * 60_000;
let made = 0;

beforeEach(() => {
  made = 0;
  for (const kind of ["DateTimeFormat", "DisplayNames", "Collator", "NumberFormat"] as const) {
    const Original = Intl[kind] as new (...args: never[]) => object;
    vi.spyOn(Intl, kind).mockImplementation(function (...args: never[]) {
      made += 1;
      return new Original(...args) as never;
    } as never);
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What the profile's page makes of zones, countries and instants. */
function profilePage(now: Date) {
  countriesIn("en");
  instantFormat("en", "Europe/Moscow", true).format(now);
  return timeZoneChoices("Europe/Moscow", now);
}

it("the profile's second page within a quarter of an hour makes no formatter", () => {
  profilePage(SUMMER);
  expect(made).toBeGreaterThan(400);
  made = 0;
  profilePage(new Date(SUMMER.getTime() + QUARTER_MS - 1));
  expect(made).toBe(0);
});

it("a zone shows what its clocks show now, also right after they were changed", () => {
  const labelAt = (time: string) =>
    timeZoneChoices("UTC", new Date(time)).find(({ value }) => value === "Europe/Berlin")?.label;
  expect(labelAt("2026-10-25T00:59:59Z")).toBe("Europe/Berlin (UTC+2)");
  expect(labelAt("2026-10-25T01:00:00Z")).toBe("Europe/Berlin (UTC+1)");
});

it("somebody's own zone is among the choices once, by whatever name they have it", () => {
  for (const own of ["Europe/Kiev", "Europe/Kyiv", "UTC", "Europe/Moscow"]) {
    expect(timeZoneChoices(own, SUMMER).filter(({ value }) => value === own)).toHaveLength(1);
  }
});

it("zones and countries reach the form as they were packed", () => {
  for (const choices of [timeZoneChoices("UTC", SUMMER), countriesIn("en"), countriesIn("ru")])
    expect(unpackChoices(packChoices(choices))).toEqual(choices);
  // A zone's name stands in it once.
  expect(packChoices(timeZoneChoices("UTC", SUMMER)).length).toBeLessThan(12_500);
});
