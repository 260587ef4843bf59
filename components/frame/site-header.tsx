import { useTranslations } from "next-intl";
import { AccountCorner } from "@/components/frame/account-corner";
import { BrandLink } from "@/components/frame/brand-link";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { NavigationLink } from "@/components/frame/navigation-link";
import { SkipLink } from "@/components/frame/skip-link";
import { ThemeSwitch } from "@/components/frame/theme-switch";

/** The header of pages that are the same for everybody; the browser fills in the account's corner. */
export function SiteHeader() {
  const t = useTranslations("frame");
  return (
    <header className="border-b border-separator">
      <SkipLink />
      <div className="mx-auto flex h-16 w-full max-w-6xl items-center gap-1 px-4 sm:px-6">
        <BrandLink href="/" isShortOnPhone />
        <nav aria-label={t("navigation")} className="ms-2 sm:ms-4">
          <NavigationLink href="/blog">{t("blog")}</NavigationLink>
        </nav>
        <div className="flex-1" />
        <LanguageSwitch />
        <ThemeSwitch />
        <AccountCorner />
      </div>
    </header>
  );
}
