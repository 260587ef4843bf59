"use client";

import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { inboxes, inboxLine } from "@/lib/messages/line-cuts";

/** Subject and preheader as inboxes will cut them. Its height is that of two lines, whatever is typed. */
export function InboxLines({ subject, preheader }: { subject: string; preheader: string }) {
  const t = useTranslations("messages.inboxes");
  return (
    <dl
      aria-label={t("title")}
      className="grid gap-1 rounded-xl border border-border bg-surface px-3 py-2 text-sm"
    >
      {inboxes.map((inbox) => {
        const line = inboxLine(inbox, subject, preheader);
        const Icon = inbox === "phone" ? Smartphone : Monitor;
        return (
          <div key={inbox} className="flex min-w-0 items-baseline gap-2">
            <dt title={t(inbox)} className="shrink-0 translate-y-0.5 text-muted">
              <Icon aria-hidden="true" className="size-4" />
              <span className="sr-only">{t(inbox)}</span>
            </dt>
            <dd className="min-w-0 truncate">
              <span className="font-medium">{line.subject === "" ? t("none") : line.subject}</span>{" "}
              <span className="text-muted">{line.preheader}</span>
            </dd>
            {line.isCut && (
              <dd className="ms-auto shrink-0 text-xs text-warning-soft-foreground">{t("cut")}</dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
