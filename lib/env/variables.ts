import { z } from "zod";
import { isExample } from "@/lib/env/hosts";
import { isEmail } from "@/lib/email-address";

/** What each variable must be, worded to follow "must be". Kept in the order of .env.example. */
export const MEANING = {
  DATABASE_URL: "the address of a PostgreSQL database, such as postgresql://user:password@host/name",
  DATABASE_POOL_SIZE: "a whole number of connections from 2 to 100",
  ENGINE_POOL_SIZE: "a whole number of connections from 2 to 100",
  RESEND_API_KEY: "a key of the Resend API",
  RESEND_FROM: "the sender of every mail, such as Posthorn <mail@example.com>",
  RESEND_BASE_URL:
    "an http or https address without user, query or fragment, or the word embedded with a command of this project",
  RESEND_WEBHOOK_SECRET: "the signing secret of the webhook, which begins with whsec_",
  RESEND_RATE_LIMIT: "a whole number of requests a second from 1 to 1000",
  RESEND_DAILY_QUOTA: "a whole number of emails from 1 to 100000000",
  RESEND_MONTHLY_QUOTA: "a whole number of emails from 1 to 100000000",
  AUTH_SECRET: "a random text of at least 32 characters",
  CRON_SECRET: "a random text of at least 16 characters, ASCII without spaces",
  UNSUBSCRIBE_SECRET: "a random text of at least 32 characters",
  UNSUBSCRIBE_SECRET_PREVIOUS: "the UNSUBSCRIBE_SECRET in use before, of at least 32 characters",
  METRICS_TOKEN: "a random text of at least 16 characters, ASCII without spaces",
  APP_URL: "the address people open, without path, query or user, such as https://mail.example.com",
  UPSTASH_REDIS_REST_URL: "the https address of an Upstash Redis database, set together with its token",
  UPSTASH_REDIS_REST_TOKEN: "the token of an Upstash Redis database, set together with its address",
  TRUSTED_PROXIES: "a whole number of proxies from 0 to 10",
  SCHEDULER: "on or off, and off on Vercel, where the cron route takes its place",
  CACHE_ENABLED: "on or off",
  BLOG_OPEN_AUTHORSHIP: "on or off",
  EVENT_RETENTION_DAYS: "a whole number of days from 1 to 3650",
  POSTAL_ADDRESS: "the postal address that stands below every mail, of at most 500 characters",
  PORT: "a port number from 1 to 65535",
  HOST: "a host name or address to listen on, without scheme, port or brackets",
  POSTHORN_DATA: "the path of a folder for the embedded services, without ~",
  POSTHORN_EMBEDDED: "left to the commands of this project, which set it",
} as const;

export type VariableName = keyof typeof MEANING;

const OWN_DATABASE = "the address of a database of your own in place of an example's";
const WITH_NAME =
  "an address that ends with the database's name, such as postgresql://user:password@host/name";
const SSL_MODES = ["disable", "prefer", "require", "verify-ca", "verify-full", "no-verify"];
const KNOWN_SSL_MODE = `an address whose sslmode is ${SSL_MODES.join(", ")} or left out`;
// Prisma's own word, which its queries would follow and ours would not.
const NO_SCHEMA =
  "an address without schema, or with schema=public; for tables elsewhere run ALTER ROLE … SET search_path for its user";
// node-postgres lets them replace the options of the connection: instants would be read hours off.
const NO_OPTIONS = "an address without options, which would take the place of TimeZone=UTC";
const NOT_FROM_AN_EXAMPLE = "a random text of your own, for instance from openssl rand -base64 32";

// 16 random decimal digits hold four or fewer different ones once in 10,000; base64 and hex hardly ever.
const LEAST_DIFFERENT = 5;
const PLACEHOLDER =
  /change.?(?:me|this|it)|your.{0,12}(?:secret|token|key)|placeholder|replace.?(?:me|this)|example|^<.*>$/i;

// The pattern first: URL drops line ends from within an address.
const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s?#]+$/i)
  .pipe(z.url({ protocol: /^https?$/, abort: true }))
  .refine((address) => !new URL(address).username && !new URL(address).password, {
    error: "an address without user and password",
  })
  .transform((address) => address.replace(/\/+$/, ""));
// An origin in the form that a browser shows, a name in other letters as xn--.
const origin = httpUrl
  .refine((address) => /^\/*$/.test(new URL(address).pathname), {
    error: "the address people open without a path, such as https://mail.example.com",
  })
  .transform((address) => new URL(address).origin);
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/\P{Cc}+$/iu)
  .pipe(z.url({ protocol: /^postgres(ql)?$/, abort: true }))
  .refine((address) => /^\/[^/]/.test(new URL(address).pathname), { error: WITH_NAME })
  .refine((address) => sslModes(address).every((mode) => SSL_MODES.includes(mode)), { error: KNOWN_SSL_MODE })
  .refine((address) => !new URL(address).searchParams.has("options"), { error: NO_OPTIONS })
  .refine((address) => new URL(address).searchParams.getAll("schema").every((name) => name === "public"), {
    error: NO_SCHEMA,
  })
  .refine((address) => !isExamplesDatabase(address), { error: OWN_DATABASE });
const random = z
  .string()
  .refine((value) => new Set(value).size >= LEAST_DIFFERENT && !PLACEHOLDER.test(value), {
    error: NOT_FROM_AN_EXAMPLE,
  });
const secret = (characters: number) => random.min(characters).regex(/^\P{Cc}+$/u);
// What travels in a header: fetch throws at other letters.
const inHeader = z.string().regex(/^[\x21-\x7e]+$/);
const headerSecret = (characters: number) => random.min(characters).regex(/^[\x21-\x7e]+$/);
const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most));
const onOrOff = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["on", "true", "1", "off", "false", "0"]))
  .transform((word) => word === "on" || word === "true" || word === "1");
const sender = z.string().refine(
  (value) => {
    const address = /^(?:[^<>\p{Cc}]+<\s*([^<>]+?)\s*>|([^<>]+))$/u.exec(value);
    return isEmail((address?.[1] ?? address?.[2] ?? "").trim());
  },
  { error: MEANING.RESEND_FROM },
);
const listenHost = z
  .string()
  .regex(/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(?:%[a-z0-9]+)?)$/i);
const embeddedMarks = z
  .string()
  .transform((list) => list.split(","))
  .pipe(z.array(z.enum(["database", "mailbox"])));

/** Every variable as it is read. A `refine` here carries words that follow "must be". */
export const variables = z.object({
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: wholeNumber(2, 100).default(10),
  // Eight workers, the housekeeping beside them, and one to spare.
  ENGINE_POOL_SIZE: wholeNumber(2, 100).default(10),
  RESEND_API_KEY: inHeader,
  RESEND_FROM: sender,
  RESEND_BASE_URL: httpUrl.optional(),
  // Base64 of at least twelve bytes: the SDK throws at anything else.
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/)
    .optional(),
  // Resend's default for a team; the engine then follows the response headers.
  RESEND_RATE_LIMIT: wholeNumber(1, 1000).default(10),
  RESEND_DAILY_QUOTA: wholeNumber(1, 100_000_000).optional(),
  RESEND_MONTHLY_QUOTA: wholeNumber(1, 100_000_000).optional(),
  AUTH_SECRET: secret(32),
  CRON_SECRET: headerSecret(16),
  UNSUBSCRIBE_SECRET: secret(32),
  UNSUBSCRIBE_SECRET_PREVIOUS: secret(32).optional(),
  METRICS_TOKEN: headerSecret(16).optional(),
  APP_URL: origin,
  UPSTASH_REDIS_REST_URL: httpUrl.optional(),
  UPSTASH_REDIS_REST_TOKEN: inHeader.optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10),
  SCHEDULER: onOrOff,
  CACHE_ENABLED: onOrOff.default(true),
  BLOG_OPEN_AUTHORSHIP: onOrOff.default(false),
  EVENT_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
  POSTAL_ADDRESS: z.string().max(500).optional(),
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: listenHost.default("127.0.0.1"),
  POSTHORN_DATA: z
    .string()
    .regex(/^[^~\p{Cc}]\P{Cc}*$/u)
    .default(".posthorn"),
  POSTHORN_EMBEDDED: embeddedMarks.default([]),
} satisfies Record<VariableName, z.ZodType>);

export type Values = z.infer<typeof variables>;

export function isVariable(name: unknown): name is VariableName {
  return typeof name === "string" && Object.hasOwn(MEANING, name);
}

function sslModes(address: string): string[] {
  return new URL(address).searchParams.getAll("sslmode");
}

/** The address in MEANING, or any on a host that nobody can own. */
function isExamplesDatabase(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "host" || isExample(hostname);
}
