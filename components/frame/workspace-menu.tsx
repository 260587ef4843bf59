"use client";

import { Drawer } from "@heroui/react/drawer";
import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { NavigationLink, type NavigationTarget } from "@/components/frame/navigation-link";
import { ProfileLink, type FrameUser } from "@/components/frame/profile-link";
import { SignOutButton } from "@/components/frame/sign-out-button";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/actions/state";

export interface MenuGroup {
  title: string;
  links: NavigationTarget[];
}

interface WorkspaceMenuProps {
  groups: MenuGroup[];
  user: FrameUser;
  signOut: FormAction;
}

/** The whole header behind one button, for a phone. Escape and every link close it; focus returns to the button. */
export function WorkspaceMenu(props: WorkspaceMenuProps) {
  const t = useTranslations("navigation");
  const [isOpen, setOpen] = useState(false);
  // No page but one where somebody opens it makes it.
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="ghost"
        isIconOnly
        aria-label={t("open")}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => {
          // The drawer gives the focus back to where it was, and Safari gives none to a button that is clicked.
          event.currentTarget.focus();
          setOpened(true);
          setOpen(true);
        }}
      >
        <Menu aria-hidden="true" />
      </Button>
      {wasOpened && <Opened {...props} isOpen={isOpen} setOpen={setOpen} />}
    </>
  );
}

interface OpenedProps extends WorkspaceMenuProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

function Opened({ groups, user, signOut, isOpen, setOpen }: OpenedProps) {
  const t = useTranslations("navigation");
  const leave = () => setOpen(false);
  return (
    <Drawer.Backdrop isOpen={isOpen} onOpenChange={setOpen}>
      <Drawer.Content placement="right">
        <Drawer.Dialog className="w-80 max-w-[85vw] gap-0 p-4">
          <Drawer.Header className="flex-row items-center justify-between ps-3">
            <Drawer.Heading className="font-display text-xl">{t("title")}</Drawer.Heading>
            <Drawer.CloseTrigger aria-label={t("close")} className="static" />
          </Drawer.Header>
          <Drawer.Body className="py-4">
            {groups.map((group) => (
              <Group key={group.title} group={group} leave={leave} />
            ))}
          </Drawer.Body>
          <Drawer.Footer className="flex items-center gap-1 border-t border-separator pt-3">
            <span className="flex min-w-0 flex-1">
              <ProfileLink user={user} onClick={leave} />
            </span>
            <LanguageSwitch />
            <ThemeSwitch />
            <SignOutButton signOut={signOut} />
          </Drawer.Footer>
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}

function Group({ group, leave }: { group: MenuGroup; leave: () => void }) {
  return (
    <nav aria-label={group.title} className="mb-6 last:mb-0">
      <p aria-hidden="true" className="mb-1 px-3 text-sm text-muted">
        {group.title}
      </p>
      <ul className="flex flex-col gap-0.5">
        {group.links.map(({ href, text }) => (
          <li key={href}>
            <NavigationLink href={href} size="large" onClick={leave}>
              {text}
            </NavigationLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
