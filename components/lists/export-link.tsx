import { buttonVariants } from "@heroui/styles";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { pageHref } from "@/lib/paging/address";

interface ExportLinkProps {
  path: string;
  /** What the list is narrowed by. */
  asked: Record<string, string>;
  /** What is exported, where a page has more than one such link. */
  of?: string;
}

/** A file of all that the list shows, whatever page is in sight. */
export function ExportLink({ path, asked, of }: ExportLinkProps) {
  const t = useTranslations("lists");
  return (
    <a
      href={pageHref(path, asked)}
      download
      aria-label={of === undefined ? undefined : t("exportOf", { of })}
      className={buttonVariants({ variant: "ghost", size: "sm" })}
    >
      <Download aria-hidden="true" />
      {t("export")}
    </a>
  );
}
