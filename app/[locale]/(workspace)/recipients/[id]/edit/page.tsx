import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { editRecipient } from "@/app/[locale]/(workspace)/recipients/actions";
import { pageLocale } from "@/components/frame/document";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { listChoices } from "@/lib/lists/queries";
import { recipientDetail } from "@/lib/recipients/detail";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/[id]/edit">;

const readPage = cache(async (locale: string, id: string) => {
  const person = await requireAllowed(pageLocale(locale), mayOwnMailings);
  const recipient = await recipientDetail(person, "own", id);
  if (recipient === null) notFound();
  return { person, recipient };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { recipient } = await readPage(locale, id);
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "recipients" });
  return { title: t("editTitle", { email: recipient.email }) };
}

export default async function EditRecipientPage({ params }: Props) {
  const { locale, id } = await params;
  const { person, recipient } = await readPage(locale, id);
  const t = await getTranslations();
  const { email, name, comment, fields, lists, updatedAt } = recipient;
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/recipients", text: t("recipients.title") },
          { href: `/recipients/${id}`, text: email },
        ]}
        here={t("recipients.edit")}
      />
      <div className="mb-8">
        <PageHeading>{t("recipients.editTitle", { email })}</PageHeading>
      </div>
      <RecipientForm
        action={editRecipient.bind(null, { id, version: updatedAt.getTime() })}
        recipient={{ email, name, comment, fields, lists: lists.map((list) => list.id) }}
        lists={await listChoices(person)}
        back={`/recipients/${id}`}
        isNew={false}
        suppressed={recipient.suppression?.reason}
      />
    </>
  );
}
