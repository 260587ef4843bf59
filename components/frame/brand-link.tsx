import { useTranslations } from "next-intl";
import { Mark } from "@/components/ui/mark";
import { Link } from "@/lib/i18n/navigation";

export function BrandLink({ href }: { href: string }) {
  const t = useTranslations("frame");
  return (
    <Link
      href={href}
      className="flex items-center gap-2.5 rounded-md font-display text-xl font-semibold tracking-tight"
    >
      <Mark className="h-6 w-auto text-brass" />
      {t("brand")}
    </Link>
  );
}
