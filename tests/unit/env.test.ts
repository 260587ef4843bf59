import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { complaintAbout, LAPTOP, PRODUCTION } from "@/tests/support/configurations";

describe("reading the configuration", () => {
  test("fills in what may be left out", () => {
    expect(readEnv(PRODUCTION)).toMatchObject({
      RESEND_RATE_LIMIT: 10,
      SCHEDULER: true,
      CACHE_ENABLED: true,
      BLOG_OPEN_AUTHORSHIP: false,
      TRUSTED_PROXIES: 0,
      PORT: 3000,
      HOST: "127.0.0.1",
      embedded: { database: false, mailbox: false },
    });
  });

  test("expects on Vercel one proxy, and the cron in the scheduler's place", () => {
    expect(readEnv({ ...PRODUCTION, VERCEL: "1" })).toMatchObject({ TRUSTED_PROXIES: 1, SCHEDULER: false });
  });

  test("takes an empty value for one left out", () => {
    expect(readEnv({ ...PRODUCTION, PORT: "", METRICS_TOKEN: " " })).toEqual(readEnv(PRODUCTION));
    expect(complaintAbout({ ...PRODUCTION, AUTH_SECRET: "" })).toMatch(/^AUTH_SECRET is not set/);
  });

  test("reads the first line of a file that begins with a byte order mark, and what is set already wins over it", () => {
    expect(readEnv({ ...PRODUCTION, "\uFEFFPORT": "4100" }).PORT).toBe(4100);
    expect(readEnv({ ...PRODUCTION, "\uFEFFPORT": "4100", PORT: "4200" }).PORT).toBe(4200);
    expect(readEnv({ ...PRODUCTION, "\uFEFFPORT": "4100", PORT: "" }).PORT).toBe(3000);
  });

  test("gives addresses without a slash at the end", () => {
    expect(readEnv({ ...PRODUCTION, APP_URL: "https://mail.posthorn.io/" }).APP_URL).toBe(
      "https://mail.posthorn.io",
    );
    const provider = { RESEND_BASE_URL: "https://api.posthorn.io/v1//" };
    expect(readEnv({ ...PRODUCTION, ...provider }).RESEND_BASE_URL).toBe("https://api.posthorn.io/v1");
  });

  test.each(["on", "true", "1", "ON"])("understands %s as on", (word) => {
    expect(readEnv({ ...PRODUCTION, BLOG_OPEN_AUTHORSHIP: word }).BLOG_OPEN_AUTHORSHIP).toBe(true);
  });

  test.each(["off", "false", "0", "Off"])("understands %s as off", (word) => {
    expect(readEnv({ ...PRODUCTION, CACHE_ENABLED: word, SCHEDULER: word })).toMatchObject({
      CACHE_ENABLED: false,
      SCHEDULER: false,
    });
  });

  test("needs neither sender nor address beside the embedded mailbox", () => {
    expect(readEnv({ ...LAPTOP, PORT: "4100" })).toMatchObject({ APP_URL: "http://localhost:4100" });
    expect(readEnv(LAPTOP).RESEND_FROM).toContain("@");
  });

  test("blames a bad PORT alone, not the address that would be made of it", () => {
    expect(complaintAbout({ ...LAPTOP, PORT: "http" })).toMatch(/^PORT must be/);
  });
});
