import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { resetPassword } from "@/app/[locale]/(account)/reset-password/actions";
import { pageLocale } from "@/components/frame/document";
import { ButtonLink } from "@/components/ui/button-link";
import { FormHeading } from "@/components/users/form-heading";
import { ResetForm } from "@/components/users/reset-form";
import { isOpenLink } from "@/lib/auth/mailed-link";

type Props = PageProps<"/[locale]/reset-password">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "accounts.reset" });
  return { title: t("title"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** Where the mail of a forgotten password leads. Looking uses nothing up. */
export default async function ResetPasswordPage({ params, searchParams }: Props) {
  pageLocale((await params).locale);
  const { token } = await searchParams;
  const t = await getTranslations("accounts.reset");
  const gone = (
    <>
      <FormHeading title={t("goneTitle")}>{t("gone")}</FormHeading>
      <ButtonLink href="/forgot-password" size="lg">
        {t("again")}
      </ButtonLink>
    </>
  );
  const open = typeof token === "string" && (await isOpenLink(token, "reset_password"));
  return (
    <section className="w-full max-w-sm">
      {open ? <ResetForm action={resetPassword.bind(null, token)} gone={gone} /> : gone}
    </section>
  );
}
