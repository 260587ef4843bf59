import { describe, expect, test, vi } from "vitest";
import type { Failure, TestPlace } from "@/scripts/testing/reports";
import { lookAgain, MOST_REPEATED, saidOf, withFlaky } from "@/scripts/testing/second-look";

function failure(title: string, place: Partial<TestPlace> = {}): Failure {
  const file = place.file ?? "tests/integration/users/roles.test.ts";
  return {
    name: `${file} > ${title}`,
    reason: "it was late",
    test: { runner: "vitest", project: "integration", title, ...place, file },
  };
}

/** What fails of those that are repeated, by title. */
function failingAgain(...titles: string[]) {
  return vi.fn((tests: readonly TestPlace[]) =>
    Promise.resolve(
      tests.filter(({ title }) => titles.includes(title)).map(({ title, ...place }) => failure(title, place)),
    ),
  );
}

describe("a test that failed", () => {
  test("is run once more with all others of its kind; one that passes is flaky, one that fails again has failed", async () => {
    const late = failure("late");
    const broken = failure("broken", { runner: "playwright", project: "desktop", file: "pages.spec.ts" });
    const repeat = failingAgain("broken");
    const look = await lookAgain([late, broken], [], repeat);
    expect(repeat.mock.calls).toEqual([[[late.test, broken.test]]]);
    expect(look).toEqual({ passed: 1, failures: [broken], flaky: [late.name] });
    expect(saidOf(look)).toEqual([`flaky: ${late.name}`, `failed: ${broken.name}: it was late`]);
  });

  test("and was flaky before is to be repaired first: it gets no second look", async () => {
    const late = failure("late");
    const repeat = failingAgain();
    const look = await lookAgain([late], [late.name], repeat);
    expect(repeat).not.toHaveBeenCalled();
    expect(saidOf(look)).toEqual([`failed: ${late.name}: it was flaky before, repair it first: it was late`]);
  });

  test.each([
    "tests/integration/model/ledger.test.ts",
    "tests/integration/chaos/kills.test.ts",
    "tests/integration/sending/matrix-refusals.test.ts",
    "tests\\integration\\sending\\matrix-refusals.test.ts",
  ])("and guards the ledger is never repeated (%s)", async (file) => {
    const wrong = failure("loses a mail", { file });
    const repeat = failingAgain();
    expect(await lookAgain([wrong], [], repeat)).toEqual({ passed: 0, failures: [wrong], flaky: [] });
    expect(repeat).not.toHaveBeenCalled();
  });

  test("is not repeated where it is a unit's, a stage that crashed, or one of many", async () => {
    const unit = failure("adds up", { project: "unit", file: "tests/unit/a.test.ts" });
    const crash: Failure = { name: "browser crashed", reason: "" };
    const many = Array.from({ length: MOST_REPEATED + 1 }, (_, n) => failure(`broken ${n}`));
    const repeat = failingAgain();
    expect((await lookAgain([unit, crash], [], repeat)).failures).toEqual([unit, crash]);
    expect((await lookAgain(many, [], repeat)).failures).toEqual(many);
    expect(repeat).not.toHaveBeenCalled();
  });

  test("stays failed where the second look crashed", async () => {
    const late = failure("late");
    const look = await lookAgain([late], [], () =>
      Promise.resolve([{ name: "the runner crashed", reason: "" }]),
    );
    expect(look).toEqual({ passed: 0, failures: [late], flaky: [] });
  });
});

test("flaky tests are written down once each, beside those that were there", () => {
  expect(JSON.parse(withFlaky(["b"], ["c", "a", "b"]))).toEqual(["a", "b", "c"]);
});
