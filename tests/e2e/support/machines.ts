import { serveBuild, type ServedBuild } from "@/tests/support/served-build";
import { setting } from "@/tests/e2e/support/setting";

export type Machine = ServedBuild;

export const CRON_SECRET = "cron-secret-of-the-machines-0123456789";

/**
 * One more replica beside the application under test and on its database.
 * @param settings beside those that every machine needs
 * @throws Error when it does not answer within three minutes
 */
export function startMachine(settings: Readonly<Record<string, string>>): Promise<Machine> {
  return serveBuild((url) => ({
    ...process.env,
    DATABASE_URL: setting.E2E_DATABASE_URL,
    RESEND_API_KEY: setting.E2E_MAILBOX_KEY,
    RESEND_BASE_URL: setting.E2E_MAILBOX_URL,
    RESEND_FROM: "Posthorn <mail@posthorn.test>",
    AUTH_SECRET: "auth-secret-of-the-machines-0123456789-0123456789",
    UNSUBSCRIBE_SECRET: "unsubscribe-secret-of-the-machines-0123456789",
    CRON_SECRET,
    APP_URL: url,
    SCHEDULER: "off",
    ...settings,
  }));
}
