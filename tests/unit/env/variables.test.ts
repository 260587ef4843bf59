import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { isVariable, MEANING, variables, type VariableName } from "@/lib/env/variables";
import { inProject } from "@/scripts/project";
import { complaintAbout, faultsIn, LAPTOP, PRODUCTION, sentenceAbout } from "@/tests/support/configurations";

interface Cases {
  /** What a complete configuration lacks without it. */
  required?: true;
  /** Never in a sentence; the generated ones begin with it. */
  secret?: string;
  /** The configuration it stands in, where that is not PRODUCTION. */
  beside?: Record<string, string>;
  good: string[];
  bad: string[];
}

const RANDOM = "q9-Zx8Cv7Bn6Mm5Ll4Kk3Jj2Hh1Gg0Ff";
const words = {
  good: ["on", "off", "TRUE", "false", "1", "0", "On"],
  bad: ["yes", "2", "оn", "on off", "-1"],
};
const mailHost = "https://api.posthorn.io";
const upstash = { UPSTASH_REDIS_REST_URL: "https://eu1.upstash.io", UPSTASH_REDIS_REST_TOKEN: "AX3sASQgNm" };

// Letters that look Latin and are not stand in: оn, httрs, аbc.
const CASES: Record<VariableName, Cases> = {
  DATABASE_URL: {
    required: true,
    secret: "postgresql://posthorn:",
    good: [
      "postgres://h.posthorn.io/n",
      "postgresql://u:p%23a@10.0.0.4:6432/n?sslmode=require&schema=public",
      "postgresql://u:p@[2001:db8::1]:5432/n?sslmode=no-verify",
      "postgresql:///n?host=/var/run/postgresql",
      "postgresql://u:p@db.posthorn.io/n?sslmode=verify-full",
    ],
    bad: [
      "db.posthorn.io",
      "mysql://db.posthorn.io/n",
      "роstgresql://db.posthorn.io/n",
      "postgresql:/db.posthorn.io/n",
      "postgresql://db.posthorn.io",
      "postgresql://db.posthorn.io/",
      "postgresql://db.posthorn.io//",
      "postgresql://u:p#a@db.posthorn.io/n",
      "postgresql://db.posthorn.io:65536/n",
      "postgresql://db.posthorn.io/n?sslmode=requierd",
      "postgresql://db.posthorn.io/n?sslmode=",
      "postgresql://db.posthorn.io/n?sslmode=disable&sslmode=on",
      "postgresql://db.posthorn.io/n?schema=mailings",
      "postgresql://db.posthorn.io/n?schema=public&schema=mailings",
      "postgresql://db.posthorn.io/n?options=-c%20TimeZone%3DEurope/Moscow",
      "postgresql://user:password@host/name",
      "postgresql://u:p@db.example.com/n",
      "postgresql://db.posthorn.io/n\nme",
    ],
  },
  DATABASE_POOL_SIZE: { good: ["2", "100"], bad: ["1", "101", "all", "2.5"] },
  ENGINE_POOL_SIZE: { good: ["2", "100"], bad: ["1", "101", "all", "2.5"] },
  RESEND_API_KEY: {
    required: true,
    secret: "re_",
    good: ["re_1234", `re_${RANDOM}`],
    bad: ["re_абвгд", "re_12 34", "re_12\n34", "re_​1234"],
  },
  RESEND_FROM: {
    required: true,
    good: [
      "mail@posthorn.io",
      "Почта Посторна <mail@posthorn.io>",
      '"Posthorn, Ltd" <mail@posthorn.io>',
      "Posthorn < mail@posthorn.io >",
      "Posthorn<mail@mail.posthorn.io>",
    ],
    bad: [
      "Posthorn",
      "Posthorn <mail@posthorn.io",
      "Posthorn mail@posthorn.io",
      "mail@posthorn",
      "mail@pоsthorn.io",
      "Post\nhorn <mail@posthorn.io>",
      "a@posthorn.io, b@posthorn.io",
      "Posthorn <mail@posthorn.io> <b@posthorn.io>",
      "Posthorn <>",
      "<mail@posthorn.io>",
      `${"a".repeat(65)}@posthorn.io`,
    ],
  },
  RESEND_BASE_URL: {
    good: [mailHost, `${mailHost}/v1/`, "http://127.0.0.1:5501", "http://mailbox:4000", "http://[::1]:1"],
    bad: [
      "ftp://posthorn.io",
      "api.posthorn.io",
      "httрs://api.posthorn.io",
      "https:/api.posthorn.io",
      "https://me:pw@api.posthorn.io",
      `${mailHost}?key=1`,
      `${mailHost}#a`,
      "https://api.post horn.io",
      "embeded",
    ],
  },
  RESEND_WEBHOOK_SECRET: {
    secret: "whsec_",
    good: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD=="],
    bad: [
      "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      "whsec_",
      "whsec_short",
      "whsec_MfKQ9r8GKYqr_wjUPD8ILPZ",
      "whsec_МfКQ9r8GKYqrTwjUPD8",
    ],
  },
  RESEND_RATE_LIMIT: {
    good: ["1", "1000", "010"],
    bad: ["0", "1001", "-1", "1.5", "1e2", "ten", "１０", "10/s"],
  },
  RESEND_DAILY_QUOTA: { good: ["100", "100000000"], bad: ["0", "100000001", "1.5", "many"] },
  RESEND_MONTHLY_QUOTA: { good: ["3000", "100000000"], bad: ["0", "100000001", "-1", "3k"] },
  AUTH_SECRET: {
    required: true,
    secret: RANDOM,
    good: [RANDOM.slice(0, 32), "Пароль из многих разных слов и букв"],
    bad: [
      RANDOM.slice(0, 31),
      "s".repeat(40),
      "change-me-change-me-change-me-change-me",
      "<thirty-two random characters here>",
      "your-super-secret-value-of-32-letters",
      `${RANDOM}\n${RANDOM}`,
    ],
  },
  CRON_SECRET: {
    required: true,
    secret: RANDOM,
    good: [RANDOM.slice(0, 16), RANDOM],
    bad: [
      RANDOM.slice(0, 15),
      "0".repeat(16),
      "q9-Zx8Cv7 Bn6Mm5Ll4",
      "q9-Zx8Cv7Bn6Mm5Лl4",
      "changeme-changeme",
    ],
  },
  UNSUBSCRIBE_SECRET: {
    required: true,
    secret: RANDOM,
    good: [RANDOM.slice(0, 32)],
    bad: [RANDOM.slice(0, 31), "ab".repeat(20), "an-example-of-a-secret-with-40-characters"],
  },
  UNSUBSCRIBE_SECRET_PREVIOUS: {
    secret: RANDOM,
    good: [RANDOM.slice(0, 32)],
    bad: [RANDOM.slice(0, 31), "x".repeat(32)],
  },
  METRICS_TOKEN: {
    secret: RANDOM,
    good: [RANDOM.slice(0, 16)],
    bad: [RANDOM.slice(0, 15), "tоken-of-the-metrics", "a b ".repeat(8)],
  },
  APP_URL: {
    required: true,
    good: [
      "https://mail.posthorn.io/",
      "https://рассылка.рф",
      "https://mail.posthorn.io:8443",
      "HTTPS://Mail.Posthorn.IO//",
    ],
    bad: [
      "mail.posthorn.io",
      "httрs://mail.posthorn.io",
      "https:mail.posthorn.io",
      "https://mail.posthorn.io/app",
      "https://mail.posthorn.io/?a=1",
      "https://mail.posthorn.io?",
      "https://mail.posthorn.io/#top",
      "https://me:pw@mail.posthorn.io",
      "https://mail.posthorn.io:99999",
      "https://mail.post\nhorn.io",
      "javascript://mail.posthorn.io",
    ],
  },
  UPSTASH_REDIS_REST_URL: {
    beside: upstash,
    good: ["https://eu1.upstash.io/", "http://127.0.0.1:8079", "http://redis-http"],
    bad: ["redis://eu1.upstash.io:6379", "eu1.upstash.io", "https://u:p@eu1.upstash.io"],
  },
  UPSTASH_REDIS_REST_TOKEN: {
    beside: upstash,
    secret: "AX3s",
    good: ["AX3sASQgNm=="],
    bad: ["AX3s ASQg", "AХ3s", "AX\n3s"],
  },
  TRUSTED_PROXIES: { good: ["0", "10"], bad: ["11", "-1", "one", "0.5", "true"] },
  SCHEDULER: words,
  CACHE_ENABLED: words,
  BLOG_OPEN_AUTHORSHIP: words,
  EVENT_RETENTION_DAYS: { good: ["1", "3650"], bad: ["0", "3651", "1.5", "30d", "∞"] },
  POSTAL_ADDRESS: { good: ["1 Post Road", "ул. Почтовая, 1", "p".repeat(500)], bad: ["p".repeat(501)] },
  PORT: {
    good: ["1", "65535", "03000"],
    bad: ["0", "65536", "http", "30 00", "3000/tcp", "０３０００", "0x50", "+80"],
  },
  HOST: {
    good: ["0.0.0.0", "::", "::1", "localhost", "fe80::1%eth0", "mail.posthorn.io", "a"],
    bad: ["http://0.0.0.0", "[::1]", "localhost:3000", "0.0.0.0/0", "-a", "lоcalhost", "a b", "*"],
  },
  POSTHORN_DATA: {
    good: [".posthorn", "/srv/posthorn", "C:\\Users\\ANNASM~1\\posthorn", "с данными"],
    bad: ["~/posthorn", "~", "post\nhorn"],
  },
  POSTHORN_EMBEDDED: {
    beside: LAPTOP,
    good: ["database,mailbox", "mailbox,database", "mailbox"],
    bad: ["everything", "database mailbox", "database,", "dаtabase"],
  },
};

const NAMES = Object.keys(CASES).filter(isVariable);
const besideOf = (name: VariableName): Record<string, string> => ({ ...PRODUCTION, ...CASES[name].beside });

test("every variable of the schema has its cases here, its line in .env.example with a comment, and its meaning", async () => {
  expect(NAMES).toEqual(Object.keys(MEANING));
  expect(Object.keys(variables.shape)).toEqual(NAMES);
  const lines = (await readFile(inProject(".env.example"), "utf8")).split("\n");
  const named = lines.flatMap((line) => /^([A-Z_]+)=$/.exec(line)?.[1] ?? []);
  // Which is nobody's to set.
  const notForPeople = (name: string) => name !== "POSTHORN_EMBEDDED";
  expect(named.toSorted()).toEqual(NAMES.filter(notForPeople).toSorted());
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toHaveLength(named.length);
});

describe.each(NAMES)("%s", (name) => {
  const { required, good, bad } = CASES[name];
  const beside = besideOf(name);

  test("left out, empty or blank is the same, and a fault only where it is needed", () => {
    const without = Object.fromEntries(Object.entries(beside).filter(([other]) => other !== name));
    const says = faultsIn(without).map((fault) => fault.says);
    for (const nothing of ["", " ", " \t\r\n", "\u00a0", "\ufeff"]) {
      expect(faultsIn({ ...beside, [name]: nothing }).map((fault) => fault.says)).toEqual(says);
    }
    if (required) expect(says).toEqual([`${name} is not set; it must be ${MEANING[name]}.`]);
    else expect(says.filter((sentence) => sentence.includes("is not set"))).toEqual([]);
  });

  test.each(good)("takes %j, with blanks and line ends around it too", (value) => {
    const read = readEnv({ ...beside, [name]: value });
    expect(readEnv({ ...beside, [name]: ` \t${value}\r\n` })).toEqual(read);
  });

  test.each(bad)("refuses %j in one sentence that does not repeat it", (value) => {
    const faults = faultsIn({ ...beside, [name]: value });
    expect(faults.map((fault) => fault.name)).toContain(name);
    const says = faults.find((fault) => fault.name === name)?.says ?? "";
    expect(says).toMatch(sentenceAbout(name));
    // What a meaning names as an example, or a letter of it, may well stand in a sentence.
    if (value.length > 3 && !MEANING[name].includes(value)) expect(says).not.toContain(value);
  });

  test.each(['"', "'", "`", "“”", "«»"])("says of %s that they are left in", (quotes) => {
    const [open = "", close = open] = quotes;
    const quoted = `${open}${good[0]}${close}`;
    if (quoted.replaceAll(open, "").includes(close) && open === close) return;
    const fault = faultsIn({ ...beside, [name]: quoted }).find((found) => found.name === name);
    expect(fault?.says).toMatch(new RegExp(`^${name} stands in quotes`));
    expect(fault?.says).toMatch(sentenceAbout(name));
  });
});

test("all faults are told, each variable once, and the sentence is the first", () => {
  const broken = { ...PRODUCTION, AUTH_SECRET: "short", PORT: "http", APP_URL: "", SCHEDULER: "perhaps" };
  expect(faultsIn(broken).map(({ name }) => name)).toEqual(["AUTH_SECRET", "APP_URL", "SCHEDULER", "PORT"]);
  expect(complaintAbout(broken)).toMatch(sentenceAbout("AUTH_SECRET"));
});

test("no sentence tells eight letters of any secret, however it is spoilt", () => {
  const secrets = NAMES.filter((name) => CASES[name].secret !== undefined);
  const random = fc.stringMatching(/^[0-9A-Za-z]{8,40}$/);
  const spoil = fc.constantFrom(
    (text: string) => text,
    (text: string) => `"${text}"`,
    (text: string) => `${text} ${text}`,
    (text: string) => `${text}й`,
    (text: string) => `${text}\n${text}`,
    (text: string) => text.slice(0, 8),
  );
  fc.assert(
    fc.property(
      fc.tuple(...secrets.map(() => random)),
      fc.tuple(...secrets.map(() => spoil)),
      fc.boolean(),
      (texts, spoils, real) => {
        const given = secrets.map((name, at) => {
          const text = texts[at] ?? "";
          return [name, spoils[at]?.(`${CASES[name].secret ?? ""}${text}`) ?? ""] as const;
        });
        const source = { ...(real ? PRODUCTION : LAPTOP), ...Object.fromEntries(given) };
        for (const { says } of faultsIn(source)) {
          for (const text of texts) expect(says).not.toContain(text.slice(0, 8));
        }
      },
    ),
    { numRuns: 300 },
  );
});
