import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Mark } from "@/components/ui/mark";

/** For who has neither recipients nor mailings yet: what will stand here, and where to begin. */
export function EmptyWorkspace() {
  const t = useTranslations("overview");
  return (
    <section className="flex flex-col items-start rounded-2xl border border-border bg-surface p-6 shadow-surface sm:p-10">
      <Mark className="h-9 w-auto text-brass" />
      <h2 className="mt-5 font-display text-2xl font-semibold">{t("emptyTitle")}</h2>
      <p className="mt-3 max-w-2xl text-muted">{t("empty")}</p>
      <div className="mt-7 flex flex-wrap gap-3">
        <ButtonLink href="/profile" variant="primary">
          {t("profile")}
        </ButtonLink>
        <ButtonLink href="/blog" variant="outline">
          {t("blog")}
        </ButtonLink>
      </div>
    </section>
  );
}
