import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { pageLocale } from "@/components/frame/document";
import { SomeMessages } from "@/components/frame/some-messages";
import { UploadForm } from "@/components/recipients/upload-form";
import { requireAllowed } from "@/lib/auth/session";
import { listChoices } from "@/lib/lists/queries";
import { firstValue } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/upload">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("uploadTitle") };
}

/** `list` of the address is chosen from the start. */
export default async function UploadPage({ params, searchParams }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireAllowed(locale, mayOwnMailings);
  const t = await getTranslations("recipients");
  const lists = await listChoices(user);
  const asked = firstValue((await searchParams).list);
  return (
    <BelowRecipients title={t("uploadTitle")} lead={t("uploadLead")}>
      <SomeMessages locale={locale} names={["upload"]}>
        <UploadForm lists={lists} list={lists.find(({ id }) => id === asked)?.id ?? ""} />
      </SomeMessages>
    </BelowRecipients>
  );
}
