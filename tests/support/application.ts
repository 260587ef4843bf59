import { forgetEnv } from "@/lib/env";
import { UNSUBSCRIBE_SECRET, type World } from "@/tests/support/world";

/** The configuration of an application that stands on a world's database and provider. */
export function environmentOf(world: World): Record<string, string> {
  return {
    DATABASE_URL: world.url,
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: world.provider.url,
    RESEND_FROM: "Posthorn <mail@posthorn.test>",
    RESEND_RATE_LIMIT: "1000",
    AUTH_SECRET: "auth-secret-of-the-tests-0123456789-0123456789",
    CRON_SECRET: "cron-secret-of-the-tests-0123456789",
    UNSUBSCRIBE_SECRET,
    APP_URL: "http://posthorn.test",
    SCHEDULER: "off",
  };
}

/** Lets the commands of this process, which find database and engine for themselves, find those of a world. */
export function installApplication(world: World): void {
  Object.assign(process.env, environmentOf(world));
  forgetEnv();
  Object.assign(globalThis, { posthornDatabase: world.db, posthornEngine: world.engine() });
}
