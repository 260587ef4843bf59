"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { PersonPicture } from "@/components/users/person-picture";
import { usePathname } from "@/lib/i18n/navigation";

/** What the frame shows of whoever is signed in. */
export interface FramePerson {
  name: string;
  avatarId: string | null;
}

interface ProfileLinkProps {
  person: FramePerson;
  /** The picture alone, where there is no room for the name. */
  pictureOnly?: "phone" | "never";
  onClick?: () => void;
}

/** Whoever is signed in, by picture and name: leads to their profile. */
export function ProfileLink({ person, pictureOnly = "never", onClick }: ProfileLinkProps) {
  const t = useTranslations("account");
  const isHere = usePathname() === "/profile";
  return (
    <Link
      href="/profile"
      onClick={onClick}
      aria-label={t("profile", { name: person.name })}
      aria-current={isHere ? "page" : undefined}
      className="flex min-w-0 items-center gap-2 rounded-full p-1 text-sm font-medium text-muted hover:bg-default hover:text-foreground aria-[current]:bg-default aria-[current]:text-foreground"
    >
      <PersonPicture name={person.name} imageId={person.avatarId} label="" size="small" />
      <span className={`truncate pe-2 ${pictureOnly === "phone" ? "max-sm:hidden" : ""}`}>{person.name}</span>
    </Link>
  );
}
