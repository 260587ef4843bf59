import { expect, it } from "vitest";
import { bulkInput } from "@/lib/recipients/bulk-input";
import { askedRecipients } from "@/lib/recipients/asked";
import { chosenInput } from "@/lib/recipients/chosen-input";
import { ALL_RECIPIENTS } from "@/lib/recipients/where";

const NOW = Date.UTC(2026, 1, 8, 10, 30, 59);
const list = "01890000-0000-7000-8000-000000000000";

it("a list's address narrows the page, its export and what is done to all that match alike", () => {
  const query = { search: " vera ", list, suppressed: "bounced", reached: "never", since: "7" };
  const { asked, conditions } = askedRecipients(query, "Europe/Moscow", NOW);
  expect(asked).toEqual({ ...query, search: "vera", lost: "" });
  expect(conditions).toEqual({
    ...{ ...ALL_RECIPIENTS, search: "vera", listId: list, suppressed: "bounced", reached: "never" },
    addedSince: "2026-02-01T10:30:00.000Z",
  });
  const { listId, ...others } = conditions;
  // As a form sends it.
  const chosen = chosenInput.parse({ ...others, inList: listId, shown: "3", fingerprint: "1" });
  expect(chosen).toEqual({ filter: conditions, shown: 3, fingerprint: "1" });
  // As a job has it.
  const input = { change: { what: "delete" }, target: { filter: conditions } };
  expect(bulkInput.parse(input)).toEqual(input);
});

it("what an address may not ask for narrows nothing, nor does what a job of an earlier release lacks", () => {
  const nothing = ALL_RECIPIENTS;
  expect(askedRecipients({ suppressed: "x", reached: "often", since: "8" }, "UTC", NOW).conditions).toEqual(
    nothing,
  );
  const filter = { search: "", listId: null, suppressed: "" };
  expect(bulkInput.parse({ change: { what: "delete" }, target: { filter } }).target).toEqual({
    filter: nothing,
  });
});

it("days that a report's figure names are days in the reader's zone", () => {
  const days = "2026-01-01_2026-01-02";
  const { asked, conditions } = askedRecipients({ since: days, lost: days }, "Europe/Moscow", NOW);
  expect(asked).toMatchObject({ since: days, lost: days });
  const [from, before] = ["2025-12-31T21:00:00.000Z", "2026-01-02T21:00:00.000Z"];
  expect(conditions).toMatchObject({ addedSince: from, addedBefore: before });
  expect(conditions).toMatchObject({ lostSince: from, lostBefore: before });
  for (const since of ["2026-01-02_2026-01-01", "2026-02-30_2026-03-01", "2026-01-01", `${days}_x`])
    expect(askedRecipients({ since }, "UTC", NOW).conditions).toEqual(ALL_RECIPIENTS);
});
