import { useLocale } from "next-intl";
import NextLink from "next/link";
import type { ComponentProps } from "react";
import { getPathname } from "@/lib/i18n/navigation";

type LinkProps = Omit<ComponentProps<typeof NextLink>, "href" | "prefetch"> & { href: string };

/** The same for everybody and kept, so that fetching them ahead costs next to nothing and shows them at once. */
const PRERENDERED = /^\/((blog|login|register|forgot-password)([/?#]|$)|[?#]|$)/;
/** Its outline is fetched ahead, and shows at the click. */
const OUTLINED = "/mailings";

/**
 * A link in the language of its page. What is made for one request is fetched when somebody goes there and not ahead: two
 * requests for each link in sight, seventy for a full list, bring nothing of such a page but its outermost frame, and each
 * reads the session.
 */
export function Link({ href, ...props }: LinkProps) {
  const locale = useLocale();
  return (
    <NextLink
      {...props}
      href={href.startsWith("/") ? getPathname({ href, locale }) : href}
      prefetch={href === OUTLINED || PRERENDERED.test(href) ? null : false}
    />
  );
}
