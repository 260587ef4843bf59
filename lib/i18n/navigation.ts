import { createNavigation } from "next-intl/navigation";
import { routing } from "@/lib/i18n/routing";

/** Addresses and redirects that keep the language of the page they stand on. Pages link by components/ui/link.tsx. */
export const { redirect, usePathname, useRouter, getPathname } = createNavigation(routing);
