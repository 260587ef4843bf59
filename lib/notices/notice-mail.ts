import { createFormatter, createTranslator } from "use-intl/core";
import { env } from "@/lib/env";
import { catalogue } from "@/lib/i18n/catalogues";
import { instantFormat } from "@/lib/i18n/instant-format";
import { protectionText } from "@/lib/i18n/protection-text";
import { localizedPath } from "@/lib/mails/localized-path";
import { renderMail } from "@/lib/mails/render-mail";
import type { MailToSend } from "@/lib/mails/send-mail";
import { protectionOf } from "@/lib/mailings/protection";

type NoticeKind = "failed" | "missed" | "stopped" | "protected" | "waiting" | "first_success";

export interface NoticeFacts {
  kind: NoticeKind;
  aboutAt: Date;
  email: string;
  language: string;
  timeZone: string;
  /** Null where it is about all mailings of the owner. */
  mailingId: string | null;
  mailing: string | null;
  attemptId: string | null;
  planned: number | null;
  accepted: number | null;
  /** The provider's words. */
  answer: string | null;
  stoppedBy: string | null;
  stopReason: string | null;
  protectedAnswer: string | null;
  protectedCode: string | null;
  protectedEvents: number | null;
  protectedAccepted: number | null;
}

/** The email that tells an owner of it, in their language and zone. */
export async function noticeMail(facts: NoticeFacts): Promise<MailToSend> {
  const { kind, email: to } = facts;
  const { locale, messages } = catalogue(facts.language);
  const t = createTranslator({ locale, messages, namespace: "notices" });
  const { APP_URL, POSTAL_ADDRESS } = env();
  const at = `${instantFormat(locale, facts.timeZone, false).format(facts.aboutAt)} (${facts.timeZone})`;
  const reason = protectionText(
    createTranslator({ locale, messages, namespace: "mailing.protections" }),
    createFormatter({ locale, timeZone: facts.timeZone }),
    protectionOf(facts),
  );
  const said = facts.kind === "protected" ? facts.protectedAnswer : facts.answer;
  const values = {
    ...{ mailing: facts.mailing ?? "", at, reason },
    ...{ planned: facts.planned ?? 0, accepted: facts.accepted ?? 0 },
    ...{ by: facts.stoppedBy ?? "–", why: facts.stopReason ?? "–" },
  };
  const answer = said === null || said === "" ? "" : ` ${t("answer", { answer: said })}`;
  const page = localizedPath(locale, pageOf(facts));
  const rendered = await renderMail({
    language: locale,
    subject: t(`${kind}.subject`, values),
    title: t(`${kind}.title`, values),
    text: t(`${kind}.text`, values) + answer,
    note: t("note"),
    action: { label: t(`${kind}.action`), hint: t("hint"), href: `${APP_URL}${page}` },
    footer: [t("footer", { host: new URL(APP_URL).host }), POSTAL_ADDRESS ?? ""].filter(
      (line) => line !== "",
    ),
  });
  return { kind: `notice ${kind}`, to, ...rendered };
}

function pageOf({ kind, mailingId, attemptId }: NoticeFacts): string {
  if (mailingId === null) return "/overview";
  return kind === "failed" && attemptId !== null ? `/attempts/${attemptId}` : `/mailings/${mailingId}`;
}
