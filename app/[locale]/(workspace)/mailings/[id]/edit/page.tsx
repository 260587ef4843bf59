import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { editMailing } from "@/app/[locale]/(workspace)/mailings/actions";
import { MailingFormPage } from "@/app/[locale]/(workspace)/mailings/mailing-form-page";
import { pageLocale } from "@/components/frame/document";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import { mailingToEdit } from "@/lib/mailings/form-options";

type Props = PageProps<"/[locale]/mailings/[id]/edit">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return { user, mailing: await mailingToEdit(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { mailing } = await readPage(locale, id);
  if (mailing === null) notFound();
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "mailingForm" });
  return { title: t("editTitle", { name: mailing.name }) };
}

export default async function EditMailingPage({ params }: Props) {
  const { locale, id } = await params;
  const { user, mailing } = await readPage(locale, id);
  if (mailing === null) notFound();
  const t = await getTranslations();
  const { version, recipients, id: mailingId, ...saved } = mailing;
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/mailings", text: t("frame.mailings") },
          { href: `/mailings/${mailingId}`, text: mailing.name },
        ]}
        here={t("mailingForm.edit")}
      />
      <div className="mb-8">
        <PageHeading>{t("mailingForm.editTitle", { name: mailing.name })}</PageHeading>
      </div>
      <MailingFormPage
        locale={pageLocale(locale)}
        user={user}
        mailingId={mailingId}
        place={`${user.id}:mailing:${mailingId}:${version}`}
        recipients={recipients}
        defaults={{ ...saved, when: "at", recipientIds: recipients.map((recipient) => recipient.id) }}
        save={{ edit: editMailing.bind(null, { id: mailingId, version }) }}
      />
    </>
  );
}
