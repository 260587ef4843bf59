import { useTranslations } from "next-intl";
import { useZonedText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { Halt } from "@/lib/mailings/halt";

interface HaltNoticeProps {
  halt: Halt | null;
  /** Of the mailing. */
  timeZone: string;
}

/** Why the provider takes nothing, since when, when it is asked again, and what can be done. */
export function HaltNotice({ halt, timeZone }: HaltNoticeProps) {
  const t = useTranslations("mailing");
  const written = useZonedText(timeZone);
  if (halt === null) return null;
  const { cause, since, nextProbeAt, answer } = halt;
  return (
    <Notice tone="careful">
      <p className="font-medium">{t("haltTitle")}</p>
      <p className="mt-1">{t(`halts.${cause}`, { since: written(since), probe: written(nextProbeAt) })}</p>
      {answer !== "" && <p className="mt-1">{t("providerSays", { answer })}</p>}
    </Notice>
  );
}
