import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmNewEmail } from "@/app/[locale]/(account)/change-email/actions";
import { pageLocale } from "@/components/frame/document";
import { ButtonLink } from "@/components/ui/button-link";
import { FormHeading } from "@/components/users/form-heading";
import { LinkForm } from "@/components/users/link-form";
import { isOpenLink } from "@/lib/auth/mailed-link";

type Props = PageProps<"/[locale]/change-email">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "accounts.move" });
  return { title: t("metaTitle"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** Where the mail to a new address leads. Looking uses nothing up. */
export default async function ChangeEmailPage({ params, searchParams }: Props) {
  pageLocale((await params).locale);
  const { token } = await searchParams;
  const t = await getTranslations("accounts.move");
  const gone = (
    <>
      <FormHeading title={t("goneTitle")}>{t("gone")}</FormHeading>
      <ButtonLink href="/profile" size="lg">
        {t("profile")}
      </ButtonLink>
    </>
  );
  const open = typeof token === "string" && (await isOpenLink(token, "change_email"));
  return (
    <section className="w-full max-w-sm">
      {open ? (
        <LinkForm
          action={confirmNewEmail.bind(null, token)}
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
