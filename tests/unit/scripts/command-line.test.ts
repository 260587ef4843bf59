import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConfigurationError } from "@/lib/env";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";

const said = vi.spyOn(console, "error");

beforeEach(() => {
  said.mockReset().mockImplementation(() => {});
});

afterEach(() => {
  process.exitCode = 0;
});

describe("bad arguments are one line", () => {
  const options = { options: { mailing: { type: "string" } } } as const;

  test.each([[["--wat"]], [["--mailing"]], [["surplus"]]])("%j", (args) => {
    expect(() => readArguments(options, args)).toThrow(UsageError);
    expect(() => readArguments(options, args)).toThrow(/^[^\n]+$/);
  });

  test("and good ones are read", () => {
    expect(readArguments(options, ["--mailing", "m1"]).values.mailing).toBe("m1");
  });
});

describe("a command ends", () => {
  test.each([
    ["2 for bad arguments", new UsageError("Unknown option '--wat'"), 2],
    ["1 for what a person can mend", new CommandError("Port 3000 is taken."), 1],
    ["2 for a bad configuration", new ConfigurationError("PORT must be a port."), 2],
  ])("with %s, said in its own words alone", async (_, error, code) => {
    await runCommand(() => Promise.reject(error));
    expect(process.exitCode).toBe(code);
    expect(said.mock.calls).toEqual([[error.message]]);
  });

  test("with 1 and the whole story for the unforeseen", async () => {
    const error = new TypeError("of undefined");
    await runCommand(() => Promise.reject(error));
    expect(process.exitCode).toBe(1);
    expect(said.mock.calls).toEqual([[error]]);
  });
});
