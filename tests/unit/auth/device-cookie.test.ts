import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deviceCookie, deviceOf } from "@/lib/auth/device-cookie";
import { forgetEnv } from "@/lib/env";
import { PRODUCTION } from "@/tests/support/configurations";

const NOW = new Date("2026-05-01T12:00:00Z");
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

beforeAll(() => {
  for (const [name, value] of Object.entries(PRODUCTION)) vi.stubEnv(name, value);
  forgetEnv();
});

afterAll(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

/** A browser that has these cookies and no others. */
function browser(...jar: { name: string; value: string }[]) {
  return (name: string) => jar.find((one) => one.name === name)?.value;
}

describe("the cookie of a browser where somebody has signed in", () => {
  it("is known again for that account and no other, for a year", () => {
    const cookie = deviceCookie("vera@example.com", "a1", NOW);
    expect(deviceOf(browser(cookie), "vera@example.com", NOW)).toBe("a1");
    expect(deviceOf(browser(cookie), "ivan@example.com", NOW)).toBeNull();
    expect(deviceOf(browser(cookie), "vera@example.com", new Date(NOW.getTime() + YEAR_MS))).toBeNull();
    expect(deviceOf(browser(), "vera@example.com", NOW)).toBeNull();
  });

  it("stands beside that of another account, and neither names its account", () => {
    const vera = deviceCookie("vera@example.com", "a1", NOW);
    const ivan = deviceCookie("ivan@example.com", "b2", NOW);
    const jar = browser(vera, ivan);
    expect([deviceOf(jar, "vera@example.com", NOW), deviceOf(jar, "ivan@example.com", NOW)]).toEqual([
      "a1",
      "b2",
    ]);
    expect(JSON.stringify([vera, ivan])).not.toMatch(/vera|ivan/);
  });

  it.each([
    ["another's under its name", (value: string) => value.replace("a1", "a2")],
    ["made to last", (value: string) => value.replace(/\.\d+\./, ".99999999999.")],
    ["without its signature", (value: string) => value.replace(/[^.]+$/, "")],
    ["with more behind it", (value: string) => `${value}.x`],
    ["no such thing", () => "x"],
  ])("is none where it is %s", (_what, change) => {
    const { name, value } = deviceCookie("vera@example.com", "a1", NOW);
    expect(deviceOf(browser({ name, value: change(value) }), "vera@example.com", NOW)).toBeNull();
  });

  it("is none where another secret signed it", () => {
    const cookie = deviceCookie("vera@example.com", "a1", NOW);
    vi.stubEnv("AUTH_SECRET", `another ${PRODUCTION.AUTH_SECRET}`);
    forgetEnv();
    expect(deviceOf(browser(cookie), "vera@example.com", NOW)).toBeNull();
    // Under the name that it would have here, too.
    const { name } = deviceCookie("vera@example.com", "a1", NOW);
    expect(deviceOf(browser({ name, value: cookie.value }), "vera@example.com", NOW)).toBeNull();
    vi.stubEnv("AUTH_SECRET", PRODUCTION.AUTH_SECRET);
    forgetEnv();
  });
});
