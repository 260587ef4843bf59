import { AccountCorner } from "@/components/frame/account-corner";
import { BrandLink } from "@/components/frame/brand-link";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { SkipLink } from "@/components/frame/skip-link";
import { ThemeSwitch } from "@/components/frame/theme-switch";

/** The header of pages that are the same for everybody; the browser fills in the account's corner. */
export function SiteHeader() {
  return (
    <header className="border-b border-separator">
      <SkipLink />
      <div className="mx-auto flex h-16 w-full max-w-6xl items-center gap-1 px-4 sm:px-6">
        <BrandLink href="/" />
        <div className="flex-1" />
        <LanguageSwitch />
        <ThemeSwitch />
        <AccountCorner />
      </div>
    </header>
  );
}
