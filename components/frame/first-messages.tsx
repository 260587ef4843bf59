"use client";

import { NextIntlClientProvider } from "next-intl";
import { useMemo, type ReactNode } from "react";
import { parsedMessages } from "@/components/frame/parsed-messages";
import type { Locale } from "@/lib/i18n/routing";

interface FirstMessagesProps {
  locale: Locale;
  /** As messageText writes it. */
  text: string;
  children: ReactNode;
}

/** The outermost provider of messages in the browser. */
export function FirstMessages({ locale, text, children }: FirstMessagesProps) {
  const messages = useMemo(() => parsedMessages(text), [text]);
  return (
    <NextIntlClientProvider locale={locale} timeZone="UTC" messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
