import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requestPasswordReset } from "@/app/[locale]/(account)/forgot-password/actions";
import { pageLocale } from "@/components/frame/document";
import { FormHeading } from "@/components/users/form-heading";
import { MailWishForm } from "@/components/users/mail-wish-form";
import { TextLink } from "@/components/users/text-link";

type Props = PageProps<"/[locale]/forgot-password">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "accounts.forgot" });
  return { title: t("title") };
}

export default async function ForgotPasswordPage({ params }: Props) {
  pageLocale((await params).locale);
  const t = await getTranslations("accounts.forgot");
  return (
    <section className="w-full max-w-sm">
      <MailWishForm
        action={requestPasswordReset}
        heading={<FormHeading title={t("title")}>{t("lead")}</FormHeading>}
        submitLabel={t("submit")}
        sentText="forgot"
      >
        <p className="text-sm">
          <TextLink href="/login">{t("back")}</TextLink>
        </p>
      </MailWishForm>
    </section>
  );
}
