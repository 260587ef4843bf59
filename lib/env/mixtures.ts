import { mustBe, type Fault } from "@/lib/env/faults";
import { isExample, isInternal, isThisMachine } from "@/lib/env/hosts";
import type { Values, VariableName } from "@/lib/env/variables";

/** A configuration to judge: what could be read of it, and the environment that it was read from. */
export interface Mixture {
  readonly values: Partial<Values>;
  readonly given: Readonly<Record<string, string | undefined>>;
}

const MAILBOX_ELSEWHERE =
  "an https address where it leads out of your own network, for the key would travel readable";
const REDIS_ELSEWHERE =
  "an https address where it leads out of your own network, for the token would travel readable";
const REAL_KEY = "a key of your own of the Resend API, which begins with re_";
// Two of Resend's own documentation, and the one that opens the embedded mailbox.
const NOBODYS_KEY = /^re_(?:x+|123456789|embedded_mailbox)$/i;
const OWN_DOMAIN = "an address of a domain of your own, since Resend sends for no other";
const REACHABLE = "an https address that recipients can open, since real mails carry it in every link";

type Rule = (mixture: Mixture) => Fault | undefined;

const rules: readonly Rule[] = [
  schedulerOnVercel,
  halfOfUpstash,
  markBesideElsewhere,
  readableKey,
  readableToken,
  keyOfAnotherKind,
  senderOfNobody,
  deadLinks,
  twoAddresses,
  previousThatIsPresent,
  ...sharedSecrets(),
];

/** What is wrong about variables beside each other, each of them well-formed by itself. */
export function mixtureFaults(mixture: Mixture): Fault[] {
  return rules.map((rule) => rule(mixture)).filter((fault) => fault !== undefined);
}

function schedulerOnVercel({ values, given }: Mixture): Fault | undefined {
  return values.SCHEDULER && given.VERCEL ? mustBe("SCHEDULER") : undefined;
}

function halfOfUpstash({ given }: Mixture): Fault | undefined {
  const [url, token] = [given.UPSTASH_REDIS_REST_URL, given.UPSTASH_REDIS_REST_TOKEN];
  if ((url === undefined) === (token === undefined)) return undefined;
  return mustBe(url === undefined ? "UPSTASH_REDIS_REST_URL" : "UPSTASH_REDIS_REST_TOKEN");
}

/** A mark opens the door to demo accounts: it must not survive beside an address elsewhere. */
function markBesideElsewhere({ values, given }: Mixture): Fault | undefined {
  const { DATABASE_URL: database, RESEND_BASE_URL: mailbox, POSTHORN_EMBEDDED: marks = [] } = values;
  const databaseElsewhere = database !== undefined && !isThisMachine(databaseHost(database));
  const mailboxElsewhere =
    mailbox === undefined ? given.RESEND_BASE_URL === undefined : !isThisMachine(new URL(mailbox).hostname);
  const refused =
    (marks.includes("database") && databaseElsewhere) || (marks.includes("mailbox") && mailboxElsewhere);
  return refused ? mustBe("POSTHORN_EMBEDDED") : undefined;
}

function readableKey({ values }: Mixture): Fault | undefined {
  return travelsReadable(values.RESEND_BASE_URL) ? mustBe("RESEND_BASE_URL", MAILBOX_ELSEWHERE) : undefined;
}

function readableToken({ values }: Mixture): Fault | undefined {
  return travelsReadable(values.UPSTASH_REDIS_REST_URL)
    ? mustBe("UPSTASH_REDIS_REST_URL", REDIS_ELSEWHERE)
    : undefined;
}

function keyOfAnotherKind({ values, given }: Mixture): Fault | undefined {
  const { RESEND_API_KEY: key } = values;
  return reachesResend(values, given) &&
    key !== undefined &&
    (!key.startsWith("re_") || NOBODYS_KEY.test(key))
    ? mustBe("RESEND_API_KEY", REAL_KEY)
    : undefined;
}

function senderOfNobody({ values, given }: Mixture): Fault | undefined {
  const domain = values.RESEND_FROM?.split("@").at(-1)?.replace(/\s*>$/, "");
  return reachesResend(values, given) && domain !== undefined && (isExample(domain) || isInternal(domain))
    ? mustBe("RESEND_FROM", OWN_DOMAIN)
    : undefined;
}

/** Unsubscribing must work from every mail, and by https (RFC 8058, 3.1). */
function deadLinks({ values, given }: Mixture): Fault | undefined {
  if (!reachesResend(values, given) || values.APP_URL === undefined) return undefined;
  const { protocol, hostname } = new URL(values.APP_URL);
  const dead = protocol !== "https:" || isInternal(hostname) || isExample(hostname);
  return dead ? mustBe("APP_URL", REACHABLE) : undefined;
}

/** Auth.js reads these two by itself, and would send people who sign in elsewhere. */
function twoAddresses({ values, given }: Mixture): Fault | undefined {
  for (const name of ["AUTH_URL", "NEXTAUTH_URL"] as const) {
    const other = given[name];
    if (other === undefined || values.APP_URL === undefined) continue;
    if (URL.canParse(other) && new URL(other).origin === values.APP_URL) continue;
    return { name, says: `${name} must be left out, for APP_URL takes its place.` };
  }
  return undefined;
}

function previousThatIsPresent({ values }: Mixture): Fault | undefined {
  const { UNSUBSCRIBE_SECRET: present, UNSUBSCRIBE_SECRET_PREVIOUS: previous } = values;
  return present !== undefined && present === previous
    ? mustBe("UNSUBSCRIBE_SECRET_PREVIOUS", "left out while it is the UNSUBSCRIBE_SECRET of today")
    : undefined;
}

/** One secret for two purposes. The one to change is the one whose change costs less: links in mails live longest. */
function sharedSecrets(): Rule[] {
  const cheapestFirst = [
    "METRICS_TOKEN",
    "CRON_SECRET",
    "AUTH_SECRET",
    "UNSUBSCRIBE_SECRET",
    "UNSUBSCRIBE_SECRET_PREVIOUS",
  ] as const satisfies VariableName[];
  return cheapestFirst.slice(0, 3).map((name, at) => ({ values }) => {
    const twin = cheapestFirst.slice(at + 1).find((other) => values[other] === values[name]);
    if (values[name] === undefined || twin === undefined) return undefined;
    return mustBe(name, `another random text than ${twin}`);
  });
}

function reachesResend(values: Partial<Values>, given: Mixture["given"]): boolean {
  // Given and malformed: who knows where it was to lead.
  if (values.RESEND_BASE_URL === undefined) {
    return given.RESEND_BASE_URL === undefined && values.POSTHORN_EMBEDDED?.includes("mailbox") !== true;
  }
  return /(?:^|\.)resend\.com\.?$/.test(new URL(values.RESEND_BASE_URL).hostname);
}

function travelsReadable(address: string | undefined): boolean {
  if (address === undefined) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && !isInternal(hostname);
}

/** node-postgres prefers a host in the query to the one before it. */
function databaseHost(address: string): string {
  const { hostname, searchParams } = new URL(address);
  return searchParams.getAll("host").at(-1) ?? hostname;
}
