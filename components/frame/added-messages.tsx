"use client";

import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { useMemo, type ReactNode } from "react";
import { parsedMessages } from "@/components/frame/parsed-messages";

interface AddedMessagesProps {
  /** As messageText writes it. */
  text: string;
  children: ReactNode;
}

/** Adds messages to those of the provider around it, which would be replaced. */
export function AddedMessages({ text, children }: AddedMessagesProps) {
  const around = useMessages();
  const messages = useMemo(() => ({ ...around, ...parsedMessages(text) }), [around, text]);
  return (
    <NextIntlClientProvider locale={useLocale()} timeZone="UTC" messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
