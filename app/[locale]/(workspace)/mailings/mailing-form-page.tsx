import { getTranslations } from "next-intl/server";
import { findRecipients, forecastMailing } from "@/app/[locale]/(workspace)/mailings/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { MailingForm, type MailingFormProps } from "@/components/mailings/mailing-form";
import { EmptyMessage } from "@/components/lists/empty-message";
import { SenderReadiness } from "@/components/overview/sender-readiness";
import { ButtonLink } from "@/components/ui/button-link";
import type { SessionPerson } from "@/lib/auth/session-types";
import type { Locale } from "@/lib/i18n/routing";
import { timeZoneChoices } from "@/lib/i18n/time-zones";
import { listOptions, messageOptions } from "@/lib/mailings/form-options";
import { senderFacts } from "@/lib/mailings/sender-facts";

interface MailingFormPageProps extends Pick<MailingFormProps, "save" | "defaults" | "recipients"> {
  locale: Locale;
  person: SessionPerson;
  /** Null for a new one. */
  mailingId: string | null;
}

/** The form of a new mailing and of one that is edited, with what can be chosen in it. */
export async function MailingFormPage({ locale, person, mailingId, ...form }: MailingFormPageProps) {
  const t = await getTranslations("mailingForm");
  const [messages, lists] = await Promise.all([messageOptions(person.id), listOptions(person.id)]);
  if (messages.length === 0) {
    const write = <ButtonLink href="/messages/new">{t("writeMessage")}</ButtonLink>;
    return (
      <EmptyMessage title={t("noMessagesTitle")} action={write}>
        {t("noMessages")}
      </EmptyMessage>
    );
  }
  const sender = await senderFacts(person);
  const zones = timeZoneChoices(form.defaults.timeZone, new Date());
  const own = zones.filter(({ value }) => value === person.timeZone);
  return (
    <FormMessages locale={locale} names={["mailingForm"]}>
      {sender !== null && (
        <div className="mb-8">
          <SenderReadiness facts={sender} />
        </div>
      )}
      <MailingForm
        {...form}
        edits={mailingId !== null}
        forecast={forecastMailing.bind(null, mailingId)}
        find={findRecipients}
        messages={messages}
        lists={lists}
        timeZones={[...own, ...zones.filter(({ value }) => value !== person.timeZone)]}
      />
    </FormMessages>
  );
}
