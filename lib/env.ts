import { faultsOf, type Fault } from "@/lib/env/faults";
import { mixtureFaults } from "@/lib/env/mixtures";
import { variables, type Values } from "@/lib/env/variables";

/**
 * The configuration cannot be used. The message is one sentence that names the variable and never
 * a value, so it may be shown as it stands; `faults` are all that were found, it being the first.
 */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
  }
}

/** The environment as Node gives it; an empty value counts as not set. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/**
 * The whole configuration, under the names of the variables. Addresses carry no slash at the end,
 * switches are booleans, RESEND_RATE_LIMIT is requests a second.
 */
export type Env = Readonly<
  Omit<Values, "POSTHORN_EMBEDDED"> & {
    /** Which services the commands of this project run themselves. */
    embedded: { readonly database: boolean; readonly mailbox: boolean };
  }
>;

/** Whether this is the application itself and no command; Next puts the value in where it compiles. */
export const servedByNext = process.env.NEXT_RUNTIME !== undefined;

/** Who mails come from where the mailbox is embedded and nothing else is said. */
export const EMBEDDED_SENDER = "Posthorn <mail@posthorn.example>";

let current: Env | undefined;

/**
 * The configuration of this process, read from its environment at the first call.
 * @throws ConfigurationError
 */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/**
 * Auth.js takes its own address from this variable or else from each request's headers, which proxies write as they
 * like: it names its cookies by it, and throws at one that it cannot read.
 */
export function tellOwnAddress(): void {
  process.env.AUTH_URL = env().APP_URL;
}

/** Makes the next `env()` read the environment again: for commands that have just filled it. */
export function forgetEnv(): void {
  current = undefined;
}

/**
 * Reads a configuration. Pure.
 * @throws ConfigurationError with every variable that is missing, malformed or unsafe beside the others
 */
export function readEnv(source: EnvSource): Env {
  const given = withoutEmpty(source);
  const merged = { ...defaultsFor(given), ...given };
  const parsed = variables.safeParse(merged);
  const stray = [embeddedOnVercel(given) ?? embeddedByName(given)].filter((fault) => fault !== undefined);
  const strayNames = new Set(stray.map(({ name }) => name));
  const malformed = faultsOf(parsed.error, given).filter(({ name }) => !strayNames.has(name));
  const alone = [...stray, ...malformed];
  const faults = [...alone, ...mixtureFaults({ values: readable(merged, alone), given })];
  if (!parsed.success || faults.length > 0) throw refusal(faults);

  const { POSTHORN_EMBEDDED: marks, ...values } = parsed.data;
  const embedded = { database: marks.includes("database"), mailbox: marks.includes("mailbox") };
  return Object.freeze({ ...values, embedded: Object.freeze(embedded) });
}

/** Demo data has a history that was sent while the clock was turned: only where nobody else's mails and clock are. */
export function demoDataAllowed({ embedded }: Pick<Env, "embedded">): boolean {
  return embedded.database && embedded.mailbox;
}

/** What was set at all: an empty line in .env is a variable left out. */
export function withoutEmpty(source: EnvSource): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    // Editors on Windows begin a file with this mark, which Node takes for a part of the first name in .env.
    const bare = name.replace(/^\uFEFF/, "");
    if (bare !== name && source[bare] !== undefined) continue;
    const trimmed = value?.trim();
    if (trimmed) set[bare] = trimmed;
  }
  return set;
}

/** What asks for a service of one's own machine on Vercel, if something does. */
export function embeddedOnVercel(given: EnvSource): Fault | undefined {
  if (!given.VERCEL) return undefined;
  for (const name of ["POSTHORN_EMBEDDED", "RESEND_BASE_URL"] as const) {
    const value = given[name];
    if (value && (name === "POSTHORN_EMBEDDED" || value === "embedded")) {
      return { name, says: `${name} asks for an embedded service, and Vercel can run none.` };
    }
  }
  return undefined;
}

/** The word is for the commands, which have put an address in its place by now. */
function embeddedByName(given: EnvSource): Fault | undefined {
  if (given.RESEND_BASE_URL !== "embedded") return undefined;
  const says =
    "RESEND_BASE_URL is embedded, which only the commands of this project can replace with an address.";
  return { name: "RESEND_BASE_URL", says };
}

/** @param faults at least one */
function refusal(faults: readonly Fault[]): ConfigurationError {
  return new ConfigurationError(faults[0]?.says ?? "The configuration cannot be read.", faults);
}

function defaultsFor(given: EnvSource): Record<string, string> {
  const defaults: Record<string, string> = given.VERCEL
    ? { SCHEDULER: "off", TRUSTED_PROXIES: "1" }
    : { SCHEDULER: "on", TRUSTED_PROXIES: "0" };
  if (given.POSTHORN_EMBEDDED?.includes("mailbox")) {
    const port = variables.shape.PORT.safeParse(given.PORT);
    // Nobody outside sees these mails, so a sender and an address of one's own machine will do.
    defaults.RESEND_FROM = EMBEDDED_SENDER;
    defaults.APP_URL = `http://localhost:${port.data ?? 3000}`;
  }
  return defaults;
}

/** The variables that stand alone well enough to be compared with each other. */
function readable(merged: EnvSource, malformed: readonly Fault[]): Partial<Values> {
  const faulty = new Set(malformed.map(({ name }) => name));
  const rest = Object.fromEntries(Object.entries(merged).filter(([name]) => !faulty.has(name)));
  return variables.partial().parse(rest);
}
