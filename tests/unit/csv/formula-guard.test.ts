import { expect, it } from "vitest";
import { guarded, unguarded } from "@/lib/csv/formula-guard";

it.each(["=1+1", "+49 30 1", "-5", "@SUM(1)", "\tx", "'=1", "''+1", "'s Gravenhage", "Vera", "", "'"])(
  "a value is the same once it was guarded and read again, and is run by nobody meanwhile: %j",
  (value) => {
    expect(unguarded(guarded(value))).toBe(value);
    expect(guarded(value)).not.toMatch(/^[=+\-@\t\r]/);
  },
);
