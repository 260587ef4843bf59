import { useTranslations } from "next-intl";
import { useInstantText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { OpenErasings as Open } from "@/lib/erasing/queries";

/** What erasings of before still wait for. */
export function OpenErasings({ open, timeZone }: { open: Open; timeZone: string }) {
  const t = useTranslations("recipients");
  const instant = useInstantText(timeZone);
  return (
    <div className="mb-4">
      <Notice tone="careful">
        {open.until !== null
          ? t("erasingWaits", { count: open.emails, at: instant(open.until) })
          : t(open.files ? "erasingWaitsForFiles" : "erasingGoesOn")}
      </Notice>
    </div>
  );
}
