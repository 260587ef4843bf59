import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { register, sendConfirmation } from "@/app/[locale]/(account)/register/actions";
import { pageLocale } from "@/components/frame/document";
import { RegisterForm } from "@/components/users/register-form";

export async function generateMetadata({ params }: PageProps<"/[locale]/register">): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  const t = await getTranslations({ locale, namespace: "accounts.register" });
  return { title: t("title") };
}

export default async function RegisterPage({ params }: PageProps<"/[locale]/register">) {
  pageLocale((await params).locale);
  return (
    <section className="w-full max-w-sm">
      <RegisterForm register={register} sendAgain={sendConfirmation} />
    </section>
  );
}
