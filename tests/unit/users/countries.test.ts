import { expect, it } from "vitest";
import { countriesIn, countryCodes } from "@/lib/users/countries";

it("the countries are the 249 of ISO 3166-1, each once", () => {
  expect(countryCodes).toHaveLength(249);
  expect(new Set(countryCodes).size).toBe(249);
});

it.each([
  ["en" as const, "Germany", "Åland Islands", "Zimbabwe"],
  ["ru" as const, "Германия", "Австралия", "Япония"],
])("have a name of their own in %s, in the order of its alphabet", (language, germany, early, late) => {
  const countries = countriesIn(language);
  const labels = countries.map(({ label }) => label);
  expect(new Set(labels).size).toBe(249);
  expect(countries.filter(({ value, label }) => value === label)).toEqual([]);
  expect(countries).toContainEqual({ value: "DE", label: germany });
  expect(labels.indexOf(early)).toBeLessThan(5);
  expect(labels.indexOf(late)).toBeGreaterThan(244);
});
