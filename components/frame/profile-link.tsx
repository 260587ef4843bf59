"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { UserImage } from "@/components/users/user-image";
import { usePathname } from "@/lib/i18n/navigation";

/** What the frame shows of whoever is signed in. */
export interface FrameUser {
  name: string;
  avatarId: string | null;
}

interface ProfileLinkProps {
  user: FrameUser;
  /** The image alone, where there is no room for the name. */
  imageOnly?: "always" | "phone" | "never";
  onClick?: () => void;
}

/** Whoever is signed in, by image and name: leads to their profile. */
export function ProfileLink({ user, imageOnly = "never", onClick }: ProfileLinkProps) {
  const t = useTranslations("account");
  const isHere = usePathname() === "/profile";
  return (
    <Link
      href="/profile"
      onClick={onClick}
      aria-label={t("profile", { name: user.name })}
      aria-current={isHere ? "page" : undefined}
      className="flex min-w-0 items-center gap-2 rounded-full p-1 text-sm font-medium text-muted hover:bg-default hover:text-foreground aria-[current]:bg-default aria-[current]:text-foreground"
    >
      <UserImage name={user.name} imageId={user.avatarId} label="" size="small" />
      {imageOnly !== "always" && (
        <span className={`truncate pe-2 ${imageOnly === "phone" ? "max-sm:hidden" : ""}`}>{user.name}</span>
      )}
    </Link>
  );
}
