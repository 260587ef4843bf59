import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { MessageFrame } from "@/components/messages/message-frame";
import { Notice } from "@/components/ui/notice";
import { shownEmail } from "@/lib/email-address";
import type { MessagePreview as Preview } from "@/lib/messages/preview";
import { GMAIL_SHOWS } from "@/lib/messages/schema";

/** An email as one recipient will see it, with what its writer should know. */
export function MessagePreview({ preview }: { preview: Preview }) {
  const t = useTranslations("messages.preview");
  const { reader, subject, html, text } = preview;
  return (
    <div className="flex flex-col gap-4">
      <PreviewWarnings preview={preview} />
      <dl className="rounded-xl border border-border bg-surface px-4 py-3 text-sm shadow-surface">
        <dt className="text-xs text-muted">{t("subject")}</dt>
        <dd className="mt-0.5 text-base font-medium [overflow-wrap:anywhere]">{subject}</dd>
        <dd className="mt-1 text-xs text-muted [overflow-wrap:anywhere]">
          {reader.id === null ? t("self") : t("reader", { reader: readerText(reader) })}
        </dd>
      </dl>
      <MessageFrame subject={subject} html={html} />
      <p className="text-xs text-muted">{t("hint")}</p>
      <details className="rounded-xl border border-border bg-surface px-4 py-3 text-sm">
        <summary className="cursor-pointer font-medium">{t("text")}</summary>
        <pre className="mt-3 font-sans [overflow-wrap:anywhere] whitespace-pre-wrap">{text}</pre>
      </details>
    </div>
  );
}

function readerText({ name, address }: Preview["reader"]): string {
  const shown = shownEmail(address);
  return name === "" ? shown : `${name} <${shown}>`;
}

function PreviewWarnings({ preview: { unknown, removed, size } }: { preview: Preview }): ReactNode {
  const t = useTranslations("messages.preview");
  return (
    <>
      {unknown.length > 0 && (
        <Notice tone="careful">
          {t("unknown", { count: unknown.length, names: unknown.map((name) => `{{${name}}}`).join(", ") })}
        </Notice>
      )}
      {removed.length > 0 && (
        <Notice tone="careful">
          {t("removed", { names: removed.map((name) => `<${name}>`).join(", ") })}
        </Notice>
      )}
      {size > GMAIL_SHOWS && (
        <Notice tone="careful">{t("clipped", { size: Math.ceil(size / 1_000) })}</Notice>
      )}
    </>
  );
}
