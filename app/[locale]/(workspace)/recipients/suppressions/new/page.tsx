import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BelowRecipients } from "@/app/[locale]/(workspace)/recipients/below-recipients";
import { pageLocale } from "@/components/frame/document";
import { SomeMessages } from "@/components/frame/some-messages";
import { SuppressForm } from "@/components/recipients/suppress-form";
import { requireAllowed } from "@/lib/auth/session";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/suppressions/new">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "suppressing" }))("title") };
}

export default async function SuppressPage({ params }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireAllowed(locale, mayOwnMailings);
  const t = await getTranslations();
  return (
    <BelowRecipients
      title={t("suppressing.title")}
      lead={t("suppressing.lead")}
      above={[{ href: "/recipients/suppressions", text: t("recipients.suppressionsTitle") }]}
    >
      <SomeMessages locale={locale} names={["upload", "suppressing"]}>
        <SuppressForm place={`${user.id}:suppressions:paste`} />
      </SomeMessages>
    </BelowRecipients>
  );
}
