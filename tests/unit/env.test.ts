import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ConfigurationError, demoDataAllowed, readEnv } from "@/lib/env";
import { chooseServices } from "@/scripts/embedded/choose-services";
import { inProject } from "@/scripts/project";

const SECRET = "s".repeat(32);

const production = {
  DATABASE_URL: "postgresql://posthorn:pw@db.example.com/posthorn",
  RESEND_API_KEY: "re_123",
  RESEND_FROM: "Posthorn <mail@example.com>",
  AUTH_SECRET: SECRET,
  CRON_SECRET: SECRET,
  UNSUBSCRIBE_SECRET: SECRET,
  APP_URL: "https://mail.example.com/",
};

const laptop = {
  DATABASE_URL: "postgresql://posthorn:pw@127.0.0.1:5500/posthorn",
  RESEND_API_KEY: "re_embedded_mailbox",
  RESEND_BASE_URL: "http://127.0.0.1:5501",
  AUTH_SECRET: SECRET,
  CRON_SECRET: SECRET,
  UNSUBSCRIBE_SECRET: SECRET,
  POSTHORN_EMBEDDED: "database,mailbox",
};

function complaintAbout(source: Record<string, string>): string {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
}

describe("reading the configuration", () => {
  test("fills in what may be left out", () => {
    expect(readEnv(production)).toMatchObject({
      RESEND_RATE_LIMIT: 10,
      SCHEDULER: true,
      CACHE_ENABLED: true,
      BLOG_OPEN_AUTHORSHIP: false,
      PORT: 3000,
      HOST: "127.0.0.1",
      embedded: { database: false, mailbox: false },
    });
  });

  test("takes an empty value for one left out", () => {
    expect(readEnv({ ...production, PORT: "", METRICS_TOKEN: " " })).toEqual(readEnv(production));
    expect(complaintAbout({ ...production, AUTH_SECRET: "" })).toMatch(/^AUTH_SECRET is not set/);
  });

  test("gives addresses without a slash at the end", () => {
    expect(readEnv(production).APP_URL).toBe("https://mail.example.com");
  });

  test.each(["on", "true", "1", "ON"])("understands %s as on", (word) => {
    expect(readEnv({ ...production, BLOG_OPEN_AUTHORSHIP: word }).BLOG_OPEN_AUTHORSHIP).toBe(true);
  });

  test.each(["off", "false", "0", "Off"])("understands %s as off", (word) => {
    expect(readEnv({ ...production, CACHE_ENABLED: word, SCHEDULER: word })).toMatchObject({
      CACHE_ENABLED: false,
      SCHEDULER: false,
    });
  });

  test("needs neither sender nor address beside the embedded mailbox", () => {
    expect(readEnv({ ...laptop, PORT: "4100" })).toMatchObject({ APP_URL: "http://localhost:4100" });
    expect(readEnv(laptop).RESEND_FROM).toContain("@");
  });
});

describe("a complaint names the variable in one sentence without its value", () => {
  test.each(Object.keys(production))("%s missing", (name) => {
    expect(complaintAbout({ ...production, [name]: "" })).toMatch(
      new RegExp(`^${name} is not set; .*[^.]\\.$`),
    );
  });

  test.each([
    ["DATABASE_URL", "mysql://db.example.com/posthorn"],
    ["DATABASE_URL", "db.example.com"],
    ["RESEND_FROM", "Somebody"],
    ["RESEND_FROM", "Somebody <else@example.com"],
    ["RESEND_FROM", "Post\nhorn <mail@example.com>"],
    ["RESEND_BASE_URL", "ftp://example.com"],
    ["RESEND_WEBHOOK_SECRET", "geheim"],
    ["RESEND_RATE_LIMIT", "1001"],
    ["RESEND_RATE_LIMIT", "ten"],
    ["AUTH_SECRET", "short-one"],
    ["CRON_SECRET", "short-one"],
    ["UNSUBSCRIBE_SECRET", "short-one"],
    ["UNSUBSCRIBE_SECRET_PREVIOUS", "short-one"],
    ["METRICS_TOKEN", "short-one"],
    ["APP_URL", "posthorn.example.com"],
    ["SCHEDULER", "perhaps"],
    ["CACHE_ENABLED", "perhaps"],
    ["BLOG_OPEN_AUTHORSHIP", "perhaps"],
    ["EVENT_RETENTION_DAYS", "1.5"],
    ["PORT", "70000"],
    ["PORT", "http"],
    ["POSTHORN_EMBEDDED", "everything"],
  ])("%s=%j", (name, value) => {
    const complaint = complaintAbout({ ...production, [name]: value });
    expect(complaint).toMatch(new RegExp(`^${name} must be `));
    expect(complaint).not.toContain(value);
  });

  test("half of the Upstash pair", () => {
    const url = { UPSTASH_REDIS_REST_URL: "https://redis.example.com" };
    expect(complaintAbout({ ...production, ...url })).toMatch(/^UPSTASH_REDIS_REST_TOKEN must be/);
    expect(complaintAbout({ ...production, UPSTASH_REDIS_REST_TOKEN: "t" })).toMatch(
      /^UPSTASH_REDIS_REST_URL/,
    );
  });
});

describe("dangerous mixtures", () => {
  test("demo data goes only where database and mailbox are both embedded", () => {
    expect(demoDataAllowed(readEnv(laptop))).toBe(true);
    expect(demoDataAllowed(readEnv(production))).toBe(false);
    const realMail = { ...production, DATABASE_URL: laptop.DATABASE_URL, POSTHORN_EMBEDDED: "database" };
    expect(demoDataAllowed(readEnv(realMail))).toBe(false);
    const realData = { ...laptop, DATABASE_URL: production.DATABASE_URL, POSTHORN_EMBEDDED: "mailbox" };
    expect(demoDataAllowed(readEnv(realData))).toBe(false);
  });

  test("a mark of embedded services beside an address elsewhere is refused", () => {
    expect(complaintAbout({ ...laptop, DATABASE_URL: production.DATABASE_URL })).toMatch(
      /^POSTHORN_EMBEDDED/,
    );
    expect(complaintAbout({ ...laptop, RESEND_BASE_URL: "https://api.resend.com" })).toMatch(
      /^POSTHORN_EMBEDDED/,
    );
    expect(complaintAbout({ ...laptop, RESEND_BASE_URL: "" })).toMatch(/^POSTHORN_EMBEDDED/);
  });

  test("nothing is embedded on Vercel", () => {
    expect(complaintAbout({ ...laptop, VERCEL: "1" })).toMatch(/^POSTHORN_EMBEDDED .*Vercel/);
    expect(() => chooseServices({ VERCEL: "1" })).toThrow(/^DATABASE_URL .*Vercel/);
    const byName = { ...production, VERCEL: "1", RESEND_BASE_URL: "embedded" };
    expect(complaintAbout(byName)).toMatch(/^RESEND_BASE_URL .*Vercel/);
    expect(() => chooseServices(byName)).toThrow(/^RESEND_BASE_URL .*Vercel/);
  });

  test("Vercel has no scheduler", () => {
    expect(readEnv({ ...production, VERCEL: "1" }).SCHEDULER).toBe(false);
    expect(complaintAbout({ ...production, VERCEL: "1", SCHEDULER: "on" })).toMatch(/^SCHEDULER/);
  });

  test("the embedded mailbox stands beside a database of one's own only when asked for by name", () => {
    expect(() => chooseServices({ DATABASE_URL: production.DATABASE_URL })).toThrow(/^RESEND_API_KEY/);
    const byName = { DATABASE_URL: production.DATABASE_URL, RESEND_BASE_URL: "embedded" };
    expect(chooseServices(byName)).toEqual({ database: false, mailbox: true });
  });

  test("the word embedded means nothing to an application started without this project's commands", () => {
    expect(complaintAbout({ ...production, RESEND_BASE_URL: "embedded" })).toMatch(
      /^RESEND_BASE_URL is embedded/,
    );
  });
});

describe("what is embedded", () => {
  test("is everything where nothing is configured", () => {
    expect(chooseServices({ DATABASE_URL: "" })).toEqual({ database: true, mailbox: true });
  });

  test("is not what a variable replaces", () => {
    expect(chooseServices({ RESEND_API_KEY: "re_123" })).toEqual({ database: true, mailbox: false });
    expect(chooseServices({ RESEND_BASE_URL: "http://127.0.0.1:9999" })).toMatchObject({ mailbox: false });
    expect(chooseServices(production)).toEqual({ database: false, mailbox: false });
  });

  test("is nothing for a command inside an application that has them already", () => {
    expect(chooseServices(laptop)).toEqual({ database: false, mailbox: false });
  });
});

test(".env.example names every variable once, empty and with a comment", async () => {
  const lines = (await readFile(inProject(".env.example"), "utf8")).split("\n");
  const named = lines.flatMap((line) => /^([A-Z_]+)=$/.exec(line)?.[1] ?? []);
  const { embedded: _, ...known } = readEnv(production);
  const optional = [
    "RESEND_BASE_URL",
    "RESEND_WEBHOOK_SECRET",
    "UNSUBSCRIBE_SECRET_PREVIOUS",
    "METRICS_TOKEN",
    "UPSTASH_REDIS_REST_URL",
    "UPSTASH_REDIS_REST_TOKEN",
    "POSTAL_ADDRESS",
  ];
  expect(named.toSorted()).toEqual([...Object.keys(known), ...optional].toSorted());
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toHaveLength(named.length);
});
