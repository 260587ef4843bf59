import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addPasted, checkPaste } from "@/app/[locale]/(workspace)/recipients/paste/actions";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { pageLocale } from "@/components/frame/document";
import { PasteForm } from "@/components/recipients/paste-form";
import { requireAllowed } from "@/lib/auth/session";
import { listChoices } from "@/lib/lists/queries";
import { firstValue } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/paste">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("pasteTitle") };
}

/** `list` of the address is chosen from the start. */
export default async function PastePage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const t = await getTranslations("recipients");
  const lists = await listChoices(user);
  const asked = firstValue((await searchParams).list);
  return (
    <BelowRecipients title={t("pasteTitle")} lead={t("pasteLead")}>
      <PasteForm
        lists={lists}
        list={lists.find(({ id }) => id === asked)?.id ?? ""}
        check={checkPaste}
        add={addPasted}
        place={`${user.id}:recipients:paste`}
      />
    </BelowRecipients>
  );
}
