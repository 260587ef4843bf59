"use client";

import { useTranslations } from "next-intl";
import { ProfileLink } from "@/components/frame/profile-link";
import { useSignedIn } from "@/components/frame/visitor";
import { ButtonLink } from "@/components/ui/button-link";
import { usePathname } from "@/lib/i18n/navigation";

/**
 * The ways to get in; for who is in, the way to their pages and to their profile. Whoever comes to unsubscribe has no
 * account, and signing in would not help them.
 */
export function AccountCorner() {
  const t = useTranslations("account");
  const user = useSignedIn();
  const pathname = usePathname();
  if (user !== null) {
    return (
      <span className="ms-2 flex min-w-0 items-center gap-2">
        {/* Not on a phone, where it does not fit beside the picture: the home page has it once more. */}
        <ButtonLink href="/overview" variant="secondary" className="max-sm:hidden">
          {t("workspace")}
        </ButtonLink>
        <ProfileLink user={user} imageOnly="phone" />
      </span>
    );
  }
  if (pathname.startsWith("/unsubscribe/")) return null;
  return (
    <span className="ms-2 flex gap-2">
      <ButtonLink href="/login" variant="primary">
        {t("signIn")}
      </ButtonLink>
      {/* On a phone the sign-in page offers it: both do not fit beside the switches in Russian. */}
      <ButtonLink href="/register" variant="secondary" className="max-sm:hidden">
        {t("register")}
      </ButtonLink>
    </span>
  );
}
