import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

export function SiteFooter() {
  const t = useTranslations("frame");
  return (
    <footer className="mt-auto border-t border-separator">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap justify-between gap-x-8 gap-y-3 px-4 py-8 text-sm text-muted sm:px-6">
        <p>{t("footer")}</p>
        <Link href="/blog" className="underline underline-offset-3 hover:text-foreground">
          {t("blog")}
        </Link>
      </div>
    </footer>
  );
}
