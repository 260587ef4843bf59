"use client";

import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import type { ComponentProps, ReactNode } from "react";

interface AddedMessagesProps {
  messages: ComponentProps<typeof NextIntlClientProvider>["messages"];
  children: ReactNode;
}

/** Adds messages to those of the provider around it, which would be replaced. */
export function AddedMessages({ messages, children }: AddedMessagesProps) {
  const around = useMessages();
  return (
    <NextIntlClientProvider locale={useLocale()} timeZone="UTC" messages={{ ...around, ...messages }}>
      {children}
    </NextIntlClientProvider>
  );
}
