import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Mark } from "@/components/ui/mark";

/** The same for what does not exist and what belongs to somebody else. */
export function NotFoundMessage({ home }: { home: "home" | "mailings" }) {
  const t = useTranslations("errors");
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-start px-4 py-20 sm:py-28">
      <Mark className="h-10 w-auto text-brass" />
      <h1 className="mt-6 font-display text-3xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="mt-3 mb-8 text-muted">{t("notFound")}</p>
      <ButtonLink href={home === "home" ? "/" : "/mailings"} variant="secondary">
        {t(home)}
      </ButtonLink>
    </div>
  );
}
