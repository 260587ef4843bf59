import { useTranslations } from "next-intl";
import { BrandLink } from "@/components/frame/brand-link";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { NavigationLink } from "@/components/frame/navigation-link";
import { SignOutButton } from "@/components/frame/sign-out-button";
import { SkipLink } from "@/components/frame/skip-link";
import { SupervisionBar } from "@/components/frame/supervision-bar";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { WorkspaceMenu } from "@/components/frame/workspace-menu";
import type { Actor } from "@/lib/users/policy";

interface WorkspaceHeaderProps {
  person: Actor & { name: string };
  signOut: () => Promise<void>;
}

/** Brand, what the person's role may open, and the switches; on a phone the brand and one menu. */
export function WorkspaceHeader({ person, signOut }: WorkspaceHeaderProps) {
  const t = useTranslations();
  const links = workspaceLinks(person);
  const own = links.own.map(({ name, href }) => ({ href, text: t(`frame.${name}`) }));
  const supervision = links.supervision.map(({ name, href }) => ({
    href,
    text: t(`admin.sections.${name}`),
  }));
  const groups = [
    { title: t("navigation.own"), links: own },
    { title: t("navigation.supervision"), links: supervision },
  ].filter((group) => group.links.length > 0);
  const [firstOfSupervision] = supervision;
  return (
    <>
      <header className="sticky top-0 z-30 border-b border-separator bg-background/90 backdrop-blur-sm">
        <SkipLink />
        <div className="mx-auto flex h-14 w-full max-w-6xl items-center gap-1 px-4 sm:px-6 md:h-16">
          <BrandLink href={links.home} />
          {groups.length > 0 && (
            <nav aria-label={t("frame.navigation")} className="ms-8 hidden gap-1 md:flex">
              {own.map(({ href, text }) => (
                <NavigationLink key={href} href={href}>
                  {text}
                </NavigationLink>
              ))}
              {firstOfSupervision && (
                <NavigationLink href={firstOfSupervision.href} section="/admin">
                  {t("navigation.supervision")}
                </NavigationLink>
              )}
            </nav>
          )}
          <div className="flex-1" />
          <div className="hidden min-w-0 items-center gap-1 md:flex">
            <span className="me-2 max-w-48 truncate text-sm text-muted">{person.name}</span>
            <LanguageSwitch />
            <ThemeSwitch />
            <SignOutButton signOut={signOut} />
          </div>
          <div className="md:hidden">
            <WorkspaceMenu groups={groups} name={person.name} signOut={signOut} />
          </div>
        </div>
      </header>
      <SupervisionBar label={t("navigation.supervision")} links={supervision} />
    </>
  );
}
