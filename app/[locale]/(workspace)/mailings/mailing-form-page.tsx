import { getTranslations } from "next-intl/server";
import {
  findLists,
  findMessages,
  findRecipients,
  forecastMailing,
  showMessage,
} from "@/app/[locale]/(workspace)/mailings/actions";
import { SenderNotice } from "@/app/[locale]/(workspace)/sender-notice";
import { FormMessages } from "@/components/forms/form-messages";
import { packChoices } from "@/components/forms/packed-choices";
import { MailingForm, type MailingFormProps } from "@/components/mailings/mailing-form";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ButtonLink } from "@/components/ui/button-link";
import type { SessionUser } from "@/lib/auth/session-types";
import type { Locale } from "@/lib/i18n/routing";
import { timeZoneChoices } from "@/lib/i18n/time-zones";
import { listOptions, messageOptions } from "@/lib/mailings/form-options";

interface MailingFormPageProps extends Pick<MailingFormProps, "save" | "defaults" | "recipients" | "place"> {
  locale: Locale;
  user: SessionUser;
  /** Null for a new one. */
  mailingId: string | null;
}

/** The form of a new mailing and of one that is edited, with what can be chosen in it. */
export async function MailingFormPage({ locale, user, mailingId, ...form }: MailingFormPageProps) {
  const t = await getTranslations("mailingForm");
  const [messages, lists] = await Promise.all([
    messageOptions(user.id, form.defaults.messageId),
    listOptions(user.id, [form.defaults.listIds ?? [], form.defaults.exceptListIds ?? []].flat(2)),
  ]);
  if (messages.options.length === 0) {
    const write = <ButtonLink href="/messages/new">{t("writeMessage")}</ButtonLink>;
    return (
      <EmptyMessage title={t("noMessagesTitle")} action={write}>
        {t("noMessages")}
      </EmptyMessage>
    );
  }
  const zones = timeZoneChoices(form.defaults.timeZone, new Date());
  const own = zones.filter(({ value }) => value === user.timeZone);
  return (
    <FormMessages locale={locale} names={["mailingForm", "lists"]}>
      <SenderNotice user={user} className="mb-8" />
      <MailingForm
        {...form}
        edits={mailingId !== null}
        forecast={forecastMailing.bind(null, mailingId)}
        find={findRecipients}
        showMessage={showMessage}
        userId={user.id}
        findMessages={messages.hasMore ? findMessages : null}
        findLists={lists.hasMore ? findLists : null}
        messages={messages.options}
        lists={lists.options}
        timeZones={packChoices([...own, ...zones.filter(({ value }) => value !== user.timeZone)])}
      />
    </FormMessages>
  );
}
