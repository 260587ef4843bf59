import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { editRecipient } from "@/app/[locale]/(workspace)/recipients/actions";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { readRecipient } from "@/app/[locale]/(workspace)/recipients/read-recipient";
import { pageLocale } from "@/components/frame/document";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { shownEmail } from "@/lib/email-address";
import { listChoices } from "@/lib/lists/queries";

type Props = PageProps<"/[locale]/recipients/[id]/edit">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { recipient } = await readRecipient("own", locale, id);
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "recipients" });
  return { title: t("editTitle", { email: shownEmail(recipient.email) }) };
}

export default async function EditRecipientPage({ params }: Props) {
  const { locale, id } = await params;
  const { user, recipient } = await readRecipient("own", locale, id);
  const t = await getTranslations("recipients");
  const { email, name, comment, fields, lists, updatedAt } = recipient;
  return (
    <BelowRecipients
      title={t("editTitle", { email })}
      here={t("edit")}
      above={[{ href: `/recipients/${id}`, text: email }]}
    >
      <RecipientForm
        action={editRecipient.bind(null, { id, version: updatedAt.getTime() })}
        recipient={{ email, name, comment, fields, lists: lists.map((list) => list.id) }}
        lists={await listChoices(user)}
        known={recipient.known}
        back={`/recipients/${id}`}
        isNew={false}
        place={`${user.id}:recipient:${id}:${updatedAt.getTime()}`}
        suppressed={recipient.suppression?.reason}
      />
    </BelowRecipients>
  );
}
