import { afterEach, describe, expect, test, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { configurationFaults, configurationNotices } from "@/scripts/doctor/configuration";
import { PRODUCTION } from "@/tests/support/configurations";

/** The variables that the doctor finds at fault. */
const named = (source: Record<string, string>) =>
  configurationFaults(source).map(({ says }) => says.split(" ")[0]);

afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

describe("npm run doctor", () => {
  test("says which headers a proxy must send where one stands in front and none is trusted", () => {
    const noticed = (settings: Record<string, string>) => {
      for (const [name, value] of Object.entries({ ...PRODUCTION, VERCEL: "", ...settings }))
        vi.stubEnv(name, value);
      forgetEnv();
      return configurationNotices().filter(({ says }) => /X-Forwarded-For.*TRUSTED_PROXIES/.test(says));
    };
    expect(noticed({ TRUSTED_PROXIES: "0" })).toMatchObject([{ state: "notice" }]);
    expect(noticed({ TRUSTED_PROXIES: "1" })).toEqual([]);
  });

  test("finds no fault where nothing is set, nor where everything is as it should be", () => {
    expect(named({})).toEqual([]);
    expect(named(PRODUCTION)).toEqual([]);
    expect(named({ ...PRODUCTION, VERCEL: "1" })).toEqual([]);
    expect(named({ DATABASE_URL: "", POSTHORN_DATA: "data" })).toEqual([]);
  });

  test.each<{ changes: Record<string, string>; names: string[] }>([
    { changes: { POSTHORN_DATA: ".", PORT: "http" }, names: ["POSTHORN_DATA", "PORT"] },
    {
      changes: { RESEND_API_KEY: "re_1234", CACHE_ENABLED: "maybe" },
      names: ["RESEND_FROM", "APP_URL", "CACHE_ENABLED"],
    },
    {
      changes: { DATABASE_URL: PRODUCTION.DATABASE_URL, RESEND_BASE_URL: "embedded" },
      names: ["AUTH_SECRET", "CRON_SECRET", "UNSUBSCRIBE_SECRET"],
    },
    {
      changes: { ...PRODUCTION, APP_URL: "http://localhost", RESEND_FROM: "a@b.local", HOST: "*" },
      names: ["HOST", "RESEND_FROM", "APP_URL"],
    },
    {
      changes: { VERCEL: "1", RESEND_API_KEY: "re_1234", SCHEDULER: "on" },
      names: ["DATABASE_URL", "RESEND_FROM", "APP_URL", "SCHEDULER"],
    },
    {
      changes: { ...PRODUCTION, VERCEL: "1", RESEND_BASE_URL: "embedded", PORT: "0" },
      names: ["RESEND_BASE_URL", "PORT"],
    },
  ])("names every variable at fault, once, in $changes", ({ changes, names }) => {
    expect(named(changes)).toEqual(names);
  });

  test("tells no value", () => {
    const secret = "geheim-kurz-1";
    const says = configurationFaults({ ...PRODUCTION, AUTH_SECRET: secret, CRON_SECRET: `"${secret}"` });
    expect(says).toHaveLength(2);
    expect(JSON.stringify(says)).not.toContain(secret);
  });
});
