import { getTranslations } from "next-intl/server";
import { EmailFrame } from "@/components/messages/email-frame";
import { shownEmail } from "@/lib/email-address";
import type { MessagePreview } from "@/lib/messages/preview";

/** The mailing's message as one recipient will see it, folded. */
export async function MailingMessage({ preview }: { preview: MessagePreview }) {
  const t = await getTranslations("messages.preview");
  const { reader, subject, html } = preview;
  const address = shownEmail(reader.address);
  const named = reader.name === "" ? address : `${reader.name} <${address}>`;
  return (
    <details className="rounded-xl border border-border bg-surface">
      <summary className="cursor-pointer px-5 py-3.5 font-medium">{t("frame")}</summary>
      <div className="border-t border-separator p-5">
        <p className="font-medium [overflow-wrap:anywhere]">{subject}</p>
        <p className="mt-0.5 mb-3 text-sm text-muted [overflow-wrap:anywhere]">
          {reader.id === null ? t("self") : t("reader", { reader: named })}
        </p>
        <EmailFrame title={`${t("frame")}: ${subject}`} html={html} />
      </div>
    </details>
  );
}
