import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageLocale } from "@/components/frame/document";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { ButtonLink } from "@/components/ui/button-link";
import { Mark } from "@/components/ui/mark";
import { PageHeading } from "@/components/ui/page-heading";
import { requirePerson } from "@/lib/auth/session";
import { redirect } from "@/lib/i18n/navigation";
import { authorship } from "@/lib/posts/authorship";

type Props = PageProps<"/[locale]/overview">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "overview" });
  return { title: t("title") };
}

/** Where sign-in leads: on to the first page of the role; a role that has none yet is told so here. */
export default async function OverviewPage({ params }: Props) {
  const locale = pageLocale((await params).locale);
  const person = await requirePerson(locale);
  const { home } = workspaceLinks(person, authorship());
  if (home !== "/overview") redirect({ href: home, locale });
  const t = await getTranslations("overview");
  return (
    <div className="flex max-w-2xl flex-col items-start py-6 sm:py-12">
      <Mark className="mb-6 h-10 w-auto text-brass" />
      <PageHeading>{t("welcome", { name: person.name })}</PageHeading>
      <p className="mt-4 text-lg text-muted">{t("other")}</p>
      <div className="mt-8 flex flex-wrap gap-3">
        <ButtonLink href="/profile" variant="secondary">
          {t("profile")}
        </ButtonLink>
        <ButtonLink href="/" variant="outline">
          {t("home")}
        </ButtonLink>
      </div>
    </div>
  );
}
