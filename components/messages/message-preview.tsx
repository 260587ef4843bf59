import { useTranslations } from "next-intl";
import { MessageFrame } from "@/components/messages/message-frame";
import { PreflightList } from "@/components/messages/preflight-list";
import { shownEmail } from "@/lib/email-address";
import type { Finding } from "@/lib/messages/preflight";
import type { MessagePreview as Preview } from "@/lib/messages/preview";

interface MessagePreviewProps {
  preview: Preview;
  /** Leads to where something can be mended; null where nothing is written. */
  show?: ((finding: Finding) => void) | null;
}

/** An email as one recipient will see it, with what its writer should know. */
export function MessagePreview({ preview, show = null }: MessagePreviewProps) {
  const t = useTranslations("messages.preview");
  const { reader, subject, html, text, findings } = preview;
  return (
    <div className="flex flex-col gap-4">
      <PreflightList findings={findings} show={show} />
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
