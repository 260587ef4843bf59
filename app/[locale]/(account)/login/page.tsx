import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { signIn } from "@/app/[locale]/(account)/login/actions";
import { pageLocale } from "@/components/frame/document";
import { FormHeading } from "@/components/users/form-heading";
import { SignInForm } from "@/components/users/sign-in-form";

export async function generateMetadata({ params }: PageProps<"/[locale]/login">): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "login" });
  return { title: t("title") };
}

export default async function LoginPage({ params }: PageProps<"/[locale]/login">) {
  pageLocale((await params).locale);
  const t = await getTranslations("login");
  return (
    <section className="w-full max-w-sm">
      <FormHeading title={t("title")}>{t("lead")}</FormHeading>
      <SignInForm signIn={signIn} />
    </section>
  );
}
