import { describe, expect, test } from "vitest";
import { demoDataAllowed, readEnv } from "@/lib/env";
import { chooseServices } from "@/scripts/embedded/choose-services";
import { inProject } from "@/scripts/project";
import { complaintAbout, faultsIn, LAPTOP, PRODUCTION, sentenceAbout } from "@/tests/support/configurations";

const STAND_IN = { RESEND_BASE_URL: "http://127.0.0.1:4000" };

type Row = [what: string, changes: Record<string, string>, name: string, words: string];

describe("refused in production, naming the one variable to change", () => {
  test.each<Row>([
    [
      "half of Upstash",
      { UPSTASH_REDIS_REST_URL: "https://eu1.upstash.io" },
      "UPSTASH_REDIS_REST_TOKEN",
      "together",
    ],
    ["its other half", { UPSTASH_REDIS_REST_TOKEN: "AX3s" }, "UPSTASH_REDIS_REST_URL", "together"],
    [
      "a token that travels readable",
      { UPSTASH_REDIS_REST_URL: "http://eu1.upstash.io", UPSTASH_REDIS_REST_TOKEN: "AX3s" },
      "UPSTASH_REDIS_REST_URL",
      "readable",
    ],
    [
      "a key that travels readable",
      { RESEND_BASE_URL: "http://api.resend.com" },
      "RESEND_BASE_URL",
      "readable",
    ],
    ["the same at any provider", { RESEND_BASE_URL: "http://203.0.113.9" }, "RESEND_BASE_URL", "readable"],
    [
      "a provider without a key",
      { RESEND_BASE_URL: "https://api.resend.com", RESEND_API_KEY: "" },
      "RESEND_API_KEY",
      "not set",
    ],
    ["a key without a sender", { RESEND_FROM: "" }, "RESEND_FROM", "not set"],
    ["another provider's key", { RESEND_API_KEY: "SG.abcdefgh" }, "RESEND_API_KEY", "begins with re_"],
    [
      "the key of Resend's documentation",
      { RESEND_API_KEY: "re_123456789" },
      "RESEND_API_KEY",
      "of your own",
    ],
    ["the other one", { RESEND_API_KEY: "re_xxxxxxxxx" }, "RESEND_API_KEY", "of your own"],
    [
      "the embedded mailbox's key",
      { RESEND_API_KEY: "re_embedded_mailbox" },
      "RESEND_API_KEY",
      "of your own",
    ],
    [
      "a sender from documentation",
      { RESEND_FROM: "Posthorn <mail@example.com>" },
      "RESEND_FROM",
      "domain of your own",
    ],
    [
      "a sender that nobody can answer",
      { RESEND_FROM: "mail@posthorn.local" },
      "RESEND_FROM",
      "domain of your own",
    ],
    [
      "links to the sender's own machine",
      { APP_URL: "http://localhost:3000" },
      "APP_URL",
      "recipients can open",
    ],
    ["by https too", { APP_URL: "https://127.0.0.1" }, "APP_URL", "recipients can open"],
    ["written otherwise", { APP_URL: "https://2130706433" }, "APP_URL", "recipients can open"],
    ["and by IPv6", { APP_URL: "https://[::ffff:127.0.0.1]" }, "APP_URL", "recipients can open"],
    [
      "links into a private network",
      { APP_URL: "https://192.168.1.20:3000" },
      "APP_URL",
      "recipients can open",
    ],
    ["by name", { APP_URL: "https://posthorn" }, "APP_URL", "recipients can open"],
    ["by a name of home", { APP_URL: "https://posthorn.fritz.home" }, "APP_URL", "recipients can open"],
    ["links from documentation", { APP_URL: "https://mail.example.com" }, "APP_URL", "recipients can open"],
    ["links without TLS", { APP_URL: "http://mail.posthorn.io" }, "APP_URL", "an https address"],
    [
      "Resend under its own name is Resend",
      { APP_URL: "http://mail.posthorn.io", RESEND_BASE_URL: "https://api.resend.com" },
      "APP_URL",
      "an https address",
    ],
    [
      "today's secret as the one before",
      { UNSUBSCRIBE_SECRET_PREVIOUS: PRODUCTION.UNSUBSCRIBE_SECRET },
      "UNSUBSCRIBE_SECRET_PREVIOUS",
      "left out",
    ],
    [
      "a secret for links and sessions",
      { AUTH_SECRET: PRODUCTION.UNSUBSCRIBE_SECRET },
      "AUTH_SECRET",
      "UNSUBSCRIBE_SECRET",
    ],
    [
      "a secret for links and the cron",
      { CRON_SECRET: PRODUCTION.UNSUBSCRIBE_SECRET },
      "CRON_SECRET",
      "UNSUBSCRIBE_SECRET",
    ],
    [
      "a secret for sessions and the cron",
      { CRON_SECRET: PRODUCTION.AUTH_SECRET },
      "CRON_SECRET",
      "AUTH_SECRET",
    ],
    [
      "a secret for figures and the cron",
      { METRICS_TOKEN: PRODUCTION.CRON_SECRET },
      "METRICS_TOKEN",
      "CRON_SECRET",
    ],
    [
      "an old link's secret for sessions",
      { UNSUBSCRIBE_SECRET_PREVIOUS: PRODUCTION.AUTH_SECRET },
      "AUTH_SECRET",
      "UNSUBSCRIBE_SECRET_PREVIOUS",
    ],
    ["a second address for signing in", { AUTH_URL: "https://old.posthorn.io" }, "AUTH_URL", "APP_URL"],
    ["the same by its old name", { NEXTAUTH_URL: "posthorn" }, "NEXTAUTH_URL", "APP_URL"],
    ["a scheduler on Vercel", { VERCEL: "1", SCHEDULER: "on" }, "SCHEDULER", "off on Vercel"],
    [
      "an embedded mailbox on Vercel",
      { VERCEL: "1", RESEND_BASE_URL: "embedded" },
      "RESEND_BASE_URL",
      "Vercel",
    ],
    [
      "an embedded anything on Vercel",
      { VERCEL: "1", POSTHORN_EMBEDDED: "database" },
      "POSTHORN_EMBEDDED",
      "Vercel",
    ],
    [
      "the word embedded without the commands",
      { RESEND_BASE_URL: "embedded" },
      "RESEND_BASE_URL",
      "commands",
    ],
    ["a mark beside a database elsewhere", { POSTHORN_EMBEDDED: "database" }, "POSTHORN_EMBEDDED", "left to"],
    ["a mark beside a provider elsewhere", { POSTHORN_EMBEDDED: "mailbox" }, "POSTHORN_EMBEDDED", "left to"],
  ])("%s", (_what, changes, name, words) => {
    const faults = faultsIn({ ...PRODUCTION, ...changes });
    expect(faults.map((fault) => fault.name)).toEqual([name]);
    expect(faults[0]?.says).toContain(words);
    expect(faults[0]?.says).toMatch(sentenceAbout(name));
    for (const value of Object.values(changes)) {
      if (/^[^:]{16,}$/.test(value)) expect(faults[0]?.says).not.toContain(value);
    }
  });
});

describe("left alone, because it can be right", () => {
  test.each<[string, Record<string, string>]>([
    [
      "a stand-in for the provider with links to one's own machine",
      { ...STAND_IN, APP_URL: "http://localhost:3000" },
    ],
    [
      "a stand-in in a container beside this one",
      { RESEND_BASE_URL: "http://mailbox:4000", RESEND_FROM: "a@b.test" },
    ],
    ["a stand-in with any key", { ...STAND_IN, RESEND_API_KEY: "anything" }],
    [
      "Redis by http on one's own machine",
      { UPSTASH_REDIS_REST_URL: "http://10.0.0.7:8079", UPSTASH_REDIS_REST_TOKEN: "x" },
    ],
    ["an address for signing in that is the application's", { AUTH_URL: `${PRODUCTION.APP_URL}/api/auth` }],
    ["Vercel with a complete configuration", { VERCEL: "1" }],
    [
      "a database without TLS, which a private network may have",
      { DATABASE_URL: "postgresql://db/posthorn?sslmode=disable" },
    ],
    ["a second scheduler somewhere else", { SCHEDULER: "off" }],
    ["an address in Cyrillic", { APP_URL: "https://рассылка.рф" }],
    ["a secret before today's", { UNSUBSCRIBE_SECRET_PREVIOUS: "p7-Lk3Jh9Gf2Ds6Aq1Wz8Xs4Ec0Rv5Tb" }],
  ])("%s", (_what, changes) => {
    expect(faultsIn({ ...PRODUCTION, ...changes })).toEqual([]);
  });

  test("everything embedded, with what the commands fill in", () => {
    expect(faultsIn(LAPTOP)).toEqual([]);
  });
});

test("an address in other letters is read as browsers write it", () => {
  expect(readEnv({ ...PRODUCTION, APP_URL: "https://Рассылка.рф/" }).APP_URL).toBe(
    "https://xn--80aa3adxha4f.xn--p1ai",
  );
});

describe("demo data", () => {
  test("goes only where database and mailbox are both embedded", () => {
    expect(demoDataAllowed(readEnv(LAPTOP))).toBe(true);
    expect(demoDataAllowed(readEnv(PRODUCTION))).toBe(false);
    const realMail = { ...PRODUCTION, DATABASE_URL: LAPTOP.DATABASE_URL, POSTHORN_EMBEDDED: "database" };
    expect(demoDataAllowed(readEnv(realMail))).toBe(false);
    const realData = { ...LAPTOP, DATABASE_URL: PRODUCTION.DATABASE_URL, POSTHORN_EMBEDDED: "mailbox" };
    expect(demoDataAllowed(readEnv(realData))).toBe(false);
  });

  test.each([
    ["a database elsewhere", { DATABASE_URL: PRODUCTION.DATABASE_URL }],
    ["a database elsewhere by its query", { DATABASE_URL: `${LAPTOP.DATABASE_URL}?host=db.posthorn.io` }],
    ["a provider elsewhere", { RESEND_BASE_URL: "https://api.resend.com" }],
    ["no address of a mailbox", { RESEND_BASE_URL: "" }],
  ])("is not let in by a mark beside %s", (_what, changes) => {
    expect(complaintAbout({ ...LAPTOP, ...changes })).toMatch(/^POSTHORN_EMBEDDED must be left/);
  });
});

describe("what is embedded", () => {
  test("is everything where nothing is configured", () => {
    expect(chooseServices({ DATABASE_URL: "" })).toEqual({ database: true, mailbox: true });
  });

  test("is not what a variable replaces", () => {
    expect(chooseServices({ RESEND_API_KEY: "re_123" })).toEqual({ database: true, mailbox: false });
    expect(chooseServices({ RESEND_BASE_URL: "http://127.0.0.1:9999" })).toMatchObject({ mailbox: false });
    expect(chooseServices(PRODUCTION)).toEqual({ database: false, mailbox: false });
  });

  test("is nothing for a command inside an application that has them already", () => {
    expect(chooseServices(LAPTOP)).toEqual({ database: false, mailbox: false });
  });

  test("is a mailbox beside a database of one's own only when asked for by name", () => {
    expect(() => chooseServices({ DATABASE_URL: PRODUCTION.DATABASE_URL })).toThrow(
      /^RESEND_API_KEY is not set/,
    );
    const byName = { DATABASE_URL: PRODUCTION.DATABASE_URL, RESEND_BASE_URL: "embedded" };
    expect(chooseServices(byName)).toEqual({ database: false, mailbox: true });
  });

  test("is nothing on Vercel", () => {
    expect(() => chooseServices({ VERCEL: "1" })).toThrow(/^DATABASE_URL .*Vercel/);
    expect(() => chooseServices({ ...PRODUCTION, VERCEL: "1", RESEND_BASE_URL: "embedded" })).toThrow(
      /^RESEND_BASE_URL .*Vercel/,
    );
    expect(() => chooseServices({ ...LAPTOP, VERCEL: "1" })).toThrow(/^POSTHORN_EMBEDDED .*Vercel/);
  });

  test.each([
    ".",
    "..",
    "/",
    "./",
    inProject(),
    inProject("..", "."),
    ".next/data",
    "node_modules/.cache/data",
    "public/data",
    ".git",
  ])("does not lie in %s", (folder) => {
    expect(() => chooseServices({ POSTHORN_DATA: folder })).toThrow(
      /^POSTHORN_DATA must be a folder of its own/,
    );
  });

  test.each([".posthorn", "data/mine", "/var/lib/posthorn-data", "../posthorn-data", ".nextcloud", "..data"])(
    "may lie in %s",
    (folder) => {
      expect(chooseServices({ POSTHORN_DATA: folder })).toEqual({ database: true, mailbox: true });
    },
  );
});
