import { useTranslations } from "next-intl";

export function SiteFooter() {
  const t = useTranslations("frame");
  return (
    <footer className="mt-auto border-t border-separator">
      <div className="mx-auto w-full max-w-6xl px-4 py-8 text-sm text-muted sm:px-6">{t("footer")}</div>
    </footer>
  );
}
