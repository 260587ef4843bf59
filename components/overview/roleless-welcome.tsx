import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Mark } from "@/components/ui/mark";
import { PageHeading } from "@/components/ui/page-heading";

/** For a role that opens no page of its own: an unknown one may do nothing. */
export function RolelessWelcome({ name }: { name: string }) {
  const t = useTranslations("overview");
  return (
    <div className="flex max-w-2xl flex-col items-start py-6 sm:py-12">
      <Mark className="mb-6 h-10 w-auto text-brass" />
      <PageHeading>{t("welcome", { name })}</PageHeading>
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
