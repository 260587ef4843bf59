import { useTranslations } from "next-intl";
import { BrandLink } from "@/components/frame/brand-link";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { NavigationLink } from "@/components/frame/navigation-link";
import { ProfileLink, type FrameUser } from "@/components/frame/profile-link";
import { SignOutButton } from "@/components/frame/sign-out-button";
import { SkipLink } from "@/components/frame/skip-link";
import { SupervisionBar } from "@/components/frame/supervision-bar";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { WorkspaceMenu } from "@/components/frame/workspace-menu";
import { Palette } from "@/components/palette/palette";
import type { FormAction } from "@/lib/actions/state";
import type { Actor } from "@/lib/users/policy";

interface WorkspaceHeaderProps {
  user: Actor & FrameUser;
  authorship: { open: boolean };
  signOut: FormAction;
}

/** Brand, what the person's role may open, and the switches; where they do not fit, the brand and one menu. */
export function WorkspaceHeader({ user, authorship, signOut }: WorkspaceHeaderProps) {
  const t = useTranslations();
  const links = workspaceLinks(user, authorship);
  // Not the whole person: what is handed to the browser travels with the page.
  const shown = { name: user.name, avatarId: user.avatarId };
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
  // Six links need 1,000 pixels in Russian; the eight of an admin 1,200, and leave no room for a name.
  const crowded = own.length + Math.min(supervision.length, 1) > 7;
  const wide = crowded ? "hidden xl:flex" : "hidden lg:flex";
  return (
    <>
      <header className="sticky top-0 z-30 border-b border-separator bg-background">
        <SkipLink />
        <div className="mx-auto flex h-14 w-full max-w-6xl items-center gap-1 px-4 sm:px-6 md:h-16">
          <BrandLink href={links.home} />
          {groups.length > 0 && (
            <nav aria-label={t("frame.navigation")} className={`ms-8 gap-1 ${wide}`}>
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
          <Palette label={t("palette.title")} hint={t("palette.openHint")} />
          <div className={`min-w-0 items-center gap-1 ${wide}`}>
            <LanguageSwitch />
            <ThemeSwitch />
            <span className="ms-1 flex max-w-56 min-w-0">
              <ProfileLink user={shown} imageOnly={crowded ? "always" : "never"} />
            </span>
            <SignOutButton signOut={signOut} />
          </div>
          <div className={crowded ? "xl:hidden" : "lg:hidden"}>
            <WorkspaceMenu groups={groups} user={shown} signOut={signOut} />
          </div>
        </div>
      </header>
      <SupervisionBar label={t("navigation.supervision")} links={supervision} />
    </>
  );
}
