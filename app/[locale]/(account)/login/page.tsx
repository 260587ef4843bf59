import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { signInHere } from "@/app/[locale]/(account)/login/actions";
import { SignInForm } from "@/components/users/sign-in-form";
import { pageLocale } from "@/components/frame/document";

export async function generateMetadata({ params }: PageProps<"/[locale]/login">): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "login" });
  return { title: t("title") };
}

export default async function LoginPage({ params }: PageProps<"/[locale]/login">) {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations("login");
  return (
    <section className="w-full max-w-sm">
      <h1 className="font-display text-3xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-2 mb-8 text-muted">{t("lead")}</p>
      <SignInForm signIn={signInHere.bind(null, locale)} />
    </section>
  );
}
