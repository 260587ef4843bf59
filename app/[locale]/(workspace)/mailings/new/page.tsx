import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { createMailing } from "@/app/[locale]/(workspace)/mailings/actions";
import { MailingFormPage } from "@/app/[locale]/(workspace)/mailings/mailing-form-page";
import { pageLocale } from "@/components/frame/document";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { mailingToEdit, messageOptions } from "@/lib/mailings/form-options";
import type { MailingFields } from "@/lib/mailings/schema";
import { firstValue } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/mailings/new">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "mailingForm" }))("newTitle") };
}

/** A new mailing: empty, a copy of one's own by `copy`, or of a message by `message`. */
export default async function NewMailingPage({ params, searchParams }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireAllowed(locale, mayOwnMailings);
  const t = await getTranslations();
  const asked = await searchParams;
  const from = firstValue(asked.copy);
  const copied = from === "" ? null : await mailingToEdit(user, from);
  if (from !== "" && copied === null) notFound();
  const wanted = firstValue(asked.message);
  const { options } = await messageOptions(user.id, wanted);
  const message = options.find(({ id }) => id === wanted) ?? options[0];
  const defaults: MailingFields = copied
    ? {
        name: t("mailingForm.copyName", { name: copied.name }).slice(0, 200),
        ...{ messageId: copied.messageId, listIds: copied.listIds, exceptListIds: copied.exceptListIds },
        ...{ audience: copied.audience, exceptGotBefore: copied.exceptGotBefore },
        recipientIds: copied.recipients.map(({ id }) => id),
        ...{ when: "now", startLocal: "", endLocal: "", period: copied.period, timeZone: copied.timeZone },
      }
    : {
        ...{ name: "", messageId: message?.id ?? "", listIds: [], recipientIds: [] },
        ...{ audience: "chosen", exceptListIds: [], exceptGotBefore: false },
        ...{ when: "now", startLocal: "", endLocal: "", period: "once", timeZone: user.timeZone },
      };
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/mailings", text: t("frame.mailings") }]}
        here={t("mailingForm.newTitle")}
      />
      <div className="mb-8">
        <PageHeading>{t("mailingForm.newTitle")}</PageHeading>
      </div>
      <MailingFormPage
        {...{ locale, user, defaults }}
        mailingId={null}
        place={`${user.id}:mailing:new:${from}`}
        recipients={copied?.recipients ?? []}
        save={{ create: createMailing, id: randomUUID() }}
      />
    </>
  );
}
