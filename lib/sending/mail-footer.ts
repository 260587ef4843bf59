import { createTranslator } from "use-intl/core";
import { catalogue } from "@/lib/i18n/catalogues";

export interface FooterWords {
  /** Why the reader receives the mail. */
  why: string;
  unsubscribe: string;
}

/** The footer's words in the language of the mailing's owner. */
export function footerWords(language: string, senderName: string): FooterWords {
  const { locale, messages } = catalogue(language);
  const t = createTranslator({ locale, messages, namespace: "mailFooter" });
  return { why: t("why", { sender: senderName }), unsubscribe: t("unsubscribe") };
}
