import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Mark } from "@/components/ui/mark";

interface BrandLinkProps {
  href: string;
  /** On a phone the mark alone, where the navigation stands beside it. */
  isShortOnPhone?: boolean;
}

export function BrandLink({ href, isShortOnPhone = false }: BrandLinkProps) {
  const t = useTranslations("frame");
  return (
    <Link
      href={href}
      className="flex items-center gap-2.5 rounded-md font-display text-xl font-semibold tracking-tight"
    >
      <Mark className="h-6 w-auto text-brass" />
      <span className={isShortOnPhone ? "max-sm:sr-only" : undefined}>{t("brand")}</span>
    </Link>
  );
}
