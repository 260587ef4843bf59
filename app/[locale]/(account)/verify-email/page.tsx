import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sendConfirmation } from "@/app/[locale]/(account)/register/actions";
import { confirmEmail } from "@/app/[locale]/(account)/verify-email/actions";
import { pageLocale } from "@/components/frame/document";
import { FormHeading } from "@/components/users/form-heading";
import { LinkForm } from "@/components/users/link-form";
import { MailWishForm } from "@/components/users/mail-wish-form";
import { TextLink } from "@/components/users/text-link";
import { isOpenLink } from "@/lib/auth/mailed-link";

type Props = PageProps<"/[locale]/verify-email">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "accounts.verify" });
  return { title: t("metaTitle"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** Where the mail of a registration leads. Looking uses nothing up: mail scanners follow links. */
export default async function VerifyEmailPage({ params, searchParams }: Props) {
  pageLocale((await params).locale);
  const { token } = await searchParams;
  const t = await getTranslations("accounts.verify");
  const gone = (
    <MailWishForm
      action={sendConfirmation}
      heading={
        token === undefined ? (
          <FormHeading title={t("againTitle")}>{t("again")}</FormHeading>
        ) : (
          <FormHeading title={t("goneTitle")}>
            {t("gone")} {t("again")}
          </FormHeading>
        )
      }
      submitLabel={t("submitAgain")}
      sentText="register"
    >
      <p className="text-sm">
        <TextLink href="/login">{t("signIn")}</TextLink>
      </p>
    </MailWishForm>
  );
  const open = typeof token === "string" && (await isOpenLink(token, "verify_email"));
  return (
    <section className="w-full max-w-sm">
      {open ? (
        <LinkForm
          action={confirmEmail.bind(null, token)}
          heading={<FormHeading title={t("title")}>{t("text")}</FormHeading>}
          submit={t("submit")}
          gone={gone}
        />
      ) : (
        gone
      )}
    </section>
  );
}
