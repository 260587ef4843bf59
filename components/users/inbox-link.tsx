"use client";

import { useTranslations } from "next-intl";

/** The way to the embedded mailbox, and how it opens. */
export function InboxLink({ inbox }: { inbox: string }) {
  const t = useTranslations("accounts");
  return (
    <>
      <a href={inbox} target="_blank" rel="noreferrer" className="font-medium underline underline-offset-4">
        {t("inbox")}
      </a>{" "}
      {t("inboxOpens")}
    </>
  );
}
