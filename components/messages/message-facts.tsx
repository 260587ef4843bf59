import { useTranslations } from "next-intl";
import { Fact, Facts } from "@/components/ui/facts";
import { useZonedText } from "@/components/ui/instant";
import { MailingsOf } from "@/components/messages/mailings-of";
import { OwnerLink } from "@/components/lists/owner-link";
import type { MessageToRead } from "@/lib/messages/queries";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { Scope } from "@/lib/users/scope";

interface MessageFactsProps {
  message: MessageToRead;
  timeZone: string;
  scope: Scope;
}

/** What there is to know of a message beside what it says. */
export function MessageFacts({ message, timeZone, scope }: MessageFactsProps) {
  const t = useTranslations("messages");
  const lists = useTranslations("lists");
  const written = useZonedText(timeZone);
  return (
    <Facts>
      {scope === "all" && (
        <Fact term={lists("owner")}>
          <OwnerLink owner={message.owner} />
        </Fact>
      )}
      <Fact term={t("facts.preheader")}>{withFallbacks(message.preheader) || t("facts.noPreheader")}</Fact>
      <Fact term={t("format")}>{t(`formats.${message.format}`)}</Fact>
      <Fact term={t("changed")}>{written(message.updatedAt)}</Fact>
      <Fact term={t("usedBy")}>
        {message.mailings.length === 0 ? t("notUsed") : <MailingsOf mailings={message.mailings} />}
      </Fact>
    </Facts>
  );
}
