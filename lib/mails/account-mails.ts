import { createTranslator } from "use-intl/core";
import { env } from "@/lib/env";
import { catalogue } from "@/lib/i18n/catalogues";
import { localizedPath } from "@/lib/mails/localized-path";
import { renderMail } from "@/lib/mails/render-mail";
import { sendMail } from "@/lib/mails/send-mail";

interface Addressed {
  to: string;
  language: string;
}

/**
 * The mails that accounts bring about. None holds a word that somebody typed: whoever registers a stranger's
 * address must not be able to write to them.
 */
export type AccountMail =
  | (Addressed & {
      kind: "confirm" | "registered_again" | "account_exists" | "reset" | "change_email";
      token: string;
    })
  | (Addressed & { kind: "no_account" | "password_changed" | "email_changed" | "account_closed" });

/** Where a mail's button leads, and the key of its words; the rest tell something and ask for nothing. */
const ACTIONS = {
  confirm: { page: "/verify-email", label: "confirm" },
  registered_again: { page: "/reset-password", label: "set" },
  account_exists: { page: "/reset-password", label: "reset" },
  reset: { page: "/reset-password", label: "reset" },
  change_email: { page: "/change-email", label: "change_email" },
  no_account: { page: "/register", label: "register" },
  password_changed: null,
  email_changed: null,
  account_closed: null,
} as const satisfies Record<AccountMail["kind"], { page: string; label: string } | null>;

/** Renders and sends; false where the provider did not take it, which is logged here and told by the caller. */
export async function sendAccountMail(mail: AccountMail): Promise<boolean> {
  const { kind, to } = mail;
  const { locale, messages } = catalogue(mail.language);
  const t = createTranslator({ locale, messages, namespace: "mails" });
  const { APP_URL, POSTAL_ADDRESS } = env();
  const action = ACTIONS[kind];
  const rendered = await renderMail({
    language: locale,
    subject: t(`${kind}.subject`),
    title: t(`${kind}.title`),
    text: t(`${kind}.text`),
    note: t(`${kind}.note`),
    action: action && {
      label: t(`actions.${action.label}`),
      hint: t("hint"),
      href: `${APP_URL}${localizedPath(locale, action.page)}${"token" in mail ? `?token=${mail.token}` : ""}`,
    },
    footer: [t("footer", { host: new URL(APP_URL).host }), POSTAL_ADDRESS ?? ""].filter(
      (line) => line !== "",
    ),
  });
  return sendMail({ kind, to, ...rendered });
}
