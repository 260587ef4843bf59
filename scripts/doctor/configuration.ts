import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigurationError, env, readEnv, withoutEmpty } from "@/lib/env";
import type { EnvSource } from "@/lib/env";
import type { Fault } from "@/lib/env/faults";
import { isVariable } from "@/lib/env/variables";
import type { Finding } from "@/scripts/doctor/finding";
import { judgeChoice, type Choice } from "@/scripts/embedded/choose-services";
import { inProject } from "@/scripts/project";

const WHAT = "configuration";
/** What Next reads beside .env, in the application alone. */
const FILES_OF_NEXT = [".env.local", ".env.production", ".env.production.local"];

/**
 * Everything that keeps this environment from being used, one finding for each variable: a command stops at the
 * first. Empty where it can be used. Pure.
 */
export function configurationFaults(source: EnvSource): Finding[] {
  const given = withoutEmpty(source);
  const { choice, faults } = judgeChoice(given);
  const byName = new Map<string, Fault>();
  for (const fault of [...faults, ...faultsBeside({ ...given, ...standIns(given, choice) })]) {
    if (!byName.has(fault.name)) byName.set(fault.name, fault);
  }
  return [...byName.values()].map(({ says }) => ({ what: WHAT, state: "fault", says }));
}

/** Of a configuration that can be used: what it lacks all the same. */
export function configurationNotices(): Finding[] {
  const { embedded, APP_URL, POSTAL_ADDRESS, TRUSTED_PROXIES } = env();
  const own = [embedded.database && "database", embedded.mailbox && "mailbox"].filter(Boolean);
  const services = own.length === 0 ? "no embedded service" : `embedded ${own.join(" and ")}`;
  const notices = FILES_OF_NEXT.flatMap(unseenSettings);
  if (POSTAL_ADDRESS === undefined && !embedded.mailbox) {
    notices.push(
      "POSTAL_ADDRESS is not set; set it, since the law of many countries asks for it in every mailing",
    );
  }
  if (TRUSTED_PROXIES === 0 && APP_URL.startsWith("https:")) {
    notices.push(
      "APP_URL is https, so a proxy stands in front, and TRUSTED_PROXIES is 0: limits cannot tell visitors apart; have it send Host, X-Forwarded-Proto and X-Forwarded-For as deploy/nginx.conf does, and set TRUSTED_PROXIES to 1",
    );
  }
  if (notices.length === 0) return [{ what: WHAT, state: "good", says: `complete, ${services}` }];
  return notices.map((says) => ({ what: WHAT, state: "notice", says }));
}

function faultsBeside(given: EnvSource): readonly Fault[] {
  try {
    readEnv(given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

/** What the services would add that this environment asks for, or would if it were mended. */
function standIns(given: EnvSource, choice: Choice): Record<string, string> {
  const added: Record<string, string> = {};
  if (choice.mailbox) {
    added.RESEND_BASE_URL = "http://127.0.0.1";
    added.RESEND_API_KEY = "re_embedded_mailbox";
  }
  if (choice.database) {
    added.DATABASE_URL = "postgresql://127.0.0.1/posthorn";
    for (const name of ["AUTH_SECRET", "CRON_SECRET", "UNSUBSCRIBE_SECRET"]) {
      added[name] = given[name] ?? `stands for ${name} to come, 0123456789`.replaceAll(" ", "-");
    }
  }
  const embedded = [choice.database && "database", choice.mailbox && "mailbox"].filter(Boolean);
  if (embedded.length > 0 && !given.VERCEL) added.POSTHORN_EMBEDDED = embedded.join(",");
  return added;
}

/** Settings that reach the application and no command, so that the two would work on different things. */
function unseenSettings(file: string): string[] {
  const place = inProject(file);
  if (!existsSync(place)) return [];
  const names = Object.keys(parseEnv(readFileSync(place, "utf8"))).filter(isVariable);
  if (names.length === 0) return [];
  return [`${file} sets ${names.join(", ")}, which no command reads there; move that to .env`];
}
