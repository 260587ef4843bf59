import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addRecipient } from "@/app/[locale]/(workspace)/recipients/actions";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { pageLocale } from "@/components/frame/document";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { requireAllowed } from "@/lib/auth/session";
import { knownFields } from "@/lib/fields/queries";
import { listChoices } from "@/lib/lists/queries";
import { firstValue } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/new">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("newTitle") };
}

/** `list` of the address is ticked from the start. */
export default async function NewRecipientPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const t = await getTranslations("recipients");
  const [lists, known] = await Promise.all([listChoices(user), knownFields(user)]);
  const asked = firstValue((await searchParams).list);
  const ticked = lists.filter(({ id }) => id === asked).map(({ id }) => id);
  return (
    <BelowRecipients title={t("newTitle")}>
      <RecipientForm
        action={addRecipient}
        recipient={{ email: "", name: "", comment: "", fields: [], lists: ticked }}
        lists={lists}
        known={known}
        back="/recipients"
        isNew
        place={`${user.id}:recipient:new`}
      />
    </BelowRecipients>
  );
}
