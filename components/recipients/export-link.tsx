import { buttonVariants } from "@heroui/styles";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { pageHref } from "@/lib/paging/address";

/** A file of all that the list shows, whatever page is in sight. */
export function ExportLink({ asked }: { asked: { search?: string; list?: string; suppressed?: string } }) {
  const t = useTranslations("recipients");
  return (
    <a
      href={pageHref("/api/recipients/export", { ...asked })}
      download
      className={buttonVariants({ variant: "ghost", size: "sm" })}
    >
      <Download aria-hidden="true" />
      {t("export")}
    </a>
  );
}
