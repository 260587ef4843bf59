import { z } from "zod";

/**
 * The configuration cannot be used. The message is one sentence that names the variable and never
 * its value, so it may be shown as it stands.
 */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The environment as Node gives it; an empty value counts as not set. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/** What each variable must be, worded to follow "must be". Kept in the order of .env.example. */
const MEANING = {
  DATABASE_URL: "the address of a PostgreSQL database, such as postgresql://user:password@host/name",
  RESEND_API_KEY: "a key of the Resend API",
  RESEND_FROM: "the sender of every mail, such as Posthorn <mail@example.com>",
  RESEND_BASE_URL: "an http or https address, or the word embedded with a command of this project",
  RESEND_WEBHOOK_SECRET: "the signing secret of the webhook, which begins with whsec_",
  RESEND_RATE_LIMIT: "a whole number of requests a second from 1 to 1000",
  AUTH_SECRET: "a random text of at least 32 characters",
  CRON_SECRET: "a random text of at least 16 characters",
  UNSUBSCRIBE_SECRET: "a random text of at least 32 characters",
  UNSUBSCRIBE_SECRET_PREVIOUS: "the UNSUBSCRIBE_SECRET in use before, of at least 32 characters",
  METRICS_TOKEN: "a random text of at least 16 characters",
  APP_URL: "the address people open, such as https://mail.example.com",
  UPSTASH_REDIS_REST_URL: "the https address of an Upstash Redis database, set together with its token",
  UPSTASH_REDIS_REST_TOKEN: "the token of an Upstash Redis database, set together with its address",
  TRUSTED_PROXIES: "a whole number of proxies from 0 to 10",
  SCHEDULER: "on or off, and off on Vercel, where the cron route takes its place",
  CACHE_ENABLED: "on or off",
  BLOG_OPEN_AUTHORSHIP: "on or off",
  EVENT_RETENTION_DAYS: "a whole number of days from 1 to 3650",
  POSTAL_ADDRESS: "the postal address that stands below every mail, of at most 500 characters",
  PORT: "a port number from 1 to 65535",
  HOST: "a host name or address to listen on",
  POSTHORN_DATA: "the folder of the embedded services",
  POSTHORN_EMBEDDED: "left to the commands of this project, which set it",
} as const;

type VariableName = keyof typeof MEANING;

const OWN_MACHINE = new Set(["127.0.0.1", "localhost", "[::1]"]);

const httpUrl = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, ""));
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const secret = (characters: number) => z.string().min(characters);
const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most));
const onOrOff = z
  .string()
  .toLowerCase()
  .pipe(z.enum(["on", "true", "1", "off", "false", "0"]))
  .transform((word) => word === "on" || word === "true" || word === "1");
const sender = z
  .string()
  .regex(/^(?:[^<>\r\n]+<\s*)?[^\s<>@]+@[^\s<>@]+\s*>?$/)
  .refine((value) => value.includes("<") === value.includes(">"));
const embeddedMarks = z
  .string()
  .transform((list) => list.split(","))
  .pipe(z.array(z.enum(["database", "mailbox"])));

const variables = z.object({
  DATABASE_URL: postgresUrl,
  RESEND_API_KEY: z.string(),
  RESEND_FROM: sender,
  RESEND_BASE_URL: httpUrl.optional(),
  RESEND_WEBHOOK_SECRET: z.string().startsWith("whsec_").optional(),
  // Resend's default for a team; the engine then follows the response headers.
  RESEND_RATE_LIMIT: wholeNumber(1, 1000).default(10),
  AUTH_SECRET: secret(32),
  CRON_SECRET: secret(16),
  UNSUBSCRIBE_SECRET: secret(32),
  UNSUBSCRIBE_SECRET_PREVIOUS: secret(32).optional(),
  METRICS_TOKEN: secret(16).optional(),
  APP_URL: httpUrl,
  UPSTASH_REDIS_REST_URL: httpUrl.optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10),
  SCHEDULER: onOrOff,
  CACHE_ENABLED: onOrOff.default(true),
  BLOG_OPEN_AUTHORSHIP: onOrOff.default(false),
  EVENT_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
  POSTAL_ADDRESS: z.string().max(500).optional(),
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  POSTHORN_DATA: z.string().default(".posthorn"),
  POSTHORN_EMBEDDED: embeddedMarks.default([]),
} satisfies Record<VariableName, z.ZodType>);

/**
 * The whole configuration, under the names of the variables. Addresses carry no slash at the end,
 * switches are booleans, RESEND_RATE_LIMIT is requests a second.
 */
export type Env = Readonly<
  Omit<z.infer<typeof variables>, "POSTHORN_EMBEDDED"> & {
    /** Which services the commands of this project run themselves. */
    embedded: { readonly database: boolean; readonly mailbox: boolean };
  }
>;

let current: Env | undefined;

/**
 * The configuration of this process, read from its environment at the first call.
 * @throws ConfigurationError
 */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/** Makes the next `env()` read the environment again: for commands that have just filled it. */
export function forgetEnv(): void {
  current = undefined;
}

/**
 * Reads a configuration. Pure.
 * @throws ConfigurationError for the first variable that is missing, malformed or unsafe beside the others.
 */
export function readEnv(source: EnvSource): Env {
  const given = withoutEmpty(source);
  refuseEmbeddedOnVercel(given);
  if (given.RESEND_BASE_URL === "embedded") {
    throw new ConfigurationError(
      "RESEND_BASE_URL is embedded, which only the commands of this project can replace with an address.",
    );
  }
  const parsed = variables.safeParse({ ...defaultsFor(given), ...given });
  if (!parsed.success) throw refusal(parsed.error, given);

  const { POSTHORN_EMBEDDED: marks, ...values } = parsed.data;
  const embedded = { database: marks.includes("database"), mailbox: marks.includes("mailbox") };
  refuseUnsafe(values, embedded, given);
  return Object.freeze({ ...values, embedded: Object.freeze(embedded) });
}

/** Demo accounts have passwords that a terminal showed, so they belong nowhere but on one's own machine. */
export function demoDataAllowed({ embedded }: Pick<Env, "embedded">): boolean {
  return embedded.database && embedded.mailbox;
}

/** What was set at all: an empty line in .env is a variable left out. */
export function withoutEmpty(source: EnvSource): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    const trimmed = value?.trim();
    if (trimmed) set[name] = trimmed;
  }
  return set;
}

/** @throws ConfigurationError when a service of one's own machine is asked for on Vercel. */
export function refuseEmbeddedOnVercel(given: EnvSource): void {
  if (!given.VERCEL) return;
  for (const name of ["POSTHORN_EMBEDDED", "RESEND_BASE_URL"] as const) {
    const value = given[name];
    if (value && (name === "POSTHORN_EMBEDDED" || value === "embedded")) {
      throw new ConfigurationError(`${name} asks for an embedded service, and Vercel can run none.`);
    }
  }
}

function defaultsFor(given: EnvSource): Record<string, string> {
  const defaults: Record<string, string> = given.VERCEL
    ? { SCHEDULER: "off", TRUSTED_PROXIES: "1" }
    : { SCHEDULER: "on", TRUSTED_PROXIES: "0" };
  if (given.POSTHORN_EMBEDDED?.includes("mailbox")) {
    // Nobody outside sees these mails, so a sender and an address of one's own machine will do.
    defaults.RESEND_FROM = "Posthorn <mail@posthorn.example>";
    defaults.APP_URL = `http://localhost:${given.PORT ?? "3000"}`;
  }
  return defaults;
}

function refusal(error: z.ZodError, given: EnvSource): ConfigurationError {
  const name = error.issues[0]?.path[0];
  if (typeof name !== "string" || !isVariable(name)) throw error;
  return given[name] === undefined
    ? new ConfigurationError(`${name} is not set; it must be ${MEANING[name]}.`)
    : mustBe(name);
}

function refuseUnsafe(values: Omit<Env, "embedded">, embedded: Env["embedded"], given: EnvSource): void {
  if (values.SCHEDULER && given.VERCEL) throw mustBe("SCHEDULER");
  if ((values.UPSTASH_REDIS_REST_URL === undefined) !== (values.UPSTASH_REDIS_REST_TOKEN === undefined)) {
    throw mustBe(values.UPSTASH_REDIS_REST_URL ? "UPSTASH_REDIS_REST_TOKEN" : "UPSTASH_REDIS_REST_URL");
  }
  // A mark opens the door to demo accounts: it must not survive beside an address elsewhere.
  const elsewhere =
    (embedded.database && !OWN_MACHINE.has(new URL(values.DATABASE_URL).hostname)) ||
    (embedded.mailbox &&
      (!values.RESEND_BASE_URL || !OWN_MACHINE.has(new URL(values.RESEND_BASE_URL).hostname)));
  if (elsewhere) throw mustBe("POSTHORN_EMBEDDED");
}

function mustBe(name: VariableName): ConfigurationError {
  return new ConfigurationError(`${name} must be ${MEANING[name]}.`);
}

function isVariable(name: string): name is VariableName {
  return Object.hasOwn(MEANING, name);
}
