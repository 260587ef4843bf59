import { useTranslations } from "next-intl";
import { BrandLink } from "@/components/frame/brand-link";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { NavigationLink } from "@/components/frame/navigation-link";
import { SignOutButton } from "@/components/frame/sign-out-button";
import { SkipLink } from "@/components/frame/skip-link";
import { ThemeSwitch } from "@/components/frame/theme-switch";

interface WorkspaceHeaderProps {
  name: string;
  signOut: () => Promise<void>;
}

export function WorkspaceHeader({ name, signOut }: WorkspaceHeaderProps) {
  const t = useTranslations("frame");
  return (
    <header className="sticky top-0 z-30 border-b border-separator bg-background/90 backdrop-blur-sm">
      <SkipLink />
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-1 px-4 sm:h-16 sm:flex-nowrap sm:px-6">
        <div className="flex h-14 items-center">
          <BrandLink href="/mailings" />
        </div>
        <nav
          aria-label={t("navigation")}
          className="order-last -mx-1 flex w-full gap-1 overflow-x-auto pb-1 sm:order-none sm:mx-0 sm:ms-8 sm:w-auto sm:pb-0"
        >
          <NavigationLink href="/mailings">{t("mailings")}</NavigationLink>
        </nav>
        <div className="flex-1" />
        <span className="me-2 hidden max-w-48 truncate text-sm text-muted md:inline">{name}</span>
        <LanguageSwitch />
        <ThemeSwitch />
        <SignOutButton signOut={signOut} />
      </div>
    </header>
  );
}
