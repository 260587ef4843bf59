"use client";

import { buttonVariants, inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FaultText } from "@/components/forms/fault-text";
import { RefusalText } from "@/components/forms/refusal-text";
import { MessagePreview } from "@/components/messages/message-preview";
import { ReaderList } from "@/components/messages/reader-choice";
import { useLivePreview } from "@/components/messages/use-live-preview";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";
import { shownEmail } from "@/lib/email-address";
import type { Finding } from "@/lib/messages/preflight";
import type { MessagePreview as Preview, PreviewReader } from "@/lib/messages/preview";
import type { TellingReaders } from "@/lib/messages/queries";
import type { TypedMessage } from "@/lib/messages/schema";

interface EditorPreviewProps {
  action: FormAction<Preview>;
  typed: TypedMessage;
  readers: PreviewReader[];
  telling: TellingReaders;
  /** Leads to where something can be mended. */
  show: (finding: Finding) => void;
}

/** What becomes of what is typed, for a recipient of one's choice. */
export function EditorPreview({ action, typed, readers, telling, show }: EditorPreviewProps) {
  const t = useTranslations("messages.preview");
  const [reader, setReader] = useState("");
  const { textIsOwn, ...texts } = typed;
  const draft = { ...texts, reader, ...(textIsOwn && { textIsOwn: "on" }) };
  const { shown, refusal, isUpdating } = useLivePreview(
    action,
    typed.source.trim() === "" ? "" : JSON.stringify(draft),
  );
  return (
    <section aria-label={t("title")} className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-20">
      <label className="flex flex-col gap-1.5 text-sm font-medium">
        {t("for")}
        <input
          data-reader=""
          value={reader}
          onChange={(event) => setReader(event.currentTarget.value)}
          list="readers"
          maxLength={320}
          autoComplete="off"
          placeholder={t("forHint")}
          className={inputVariants({ className: "h-11" })}
        />
      </label>
      <ReaderList readers={readers} />
      <TellingChoice telling={telling} choose={setReader} />
      {refusal.status === "refused" && !isUpdating && (
        <Notice tone="bad">
          {refusal.faults.source === undefined ? (
            <RefusalText code={refusal.code} values={refusal.values} />
          ) : (
            <FaultText code={refusal.faults.source} />
          )}
        </Notice>
      )}
      {shown === null ? (
        <p className="rounded-xl border border-dashed border-border px-6 py-16 text-center text-muted">
          {t("waiting")}
        </p>
      ) : (
        <MessagePreview preview={shown} show={show} />
      )}
      <span role="status" className="sr-only">
        {isUpdating && t("updating")}
      </span>
    </section>
  );
}

/** Recipients whose email is the likeliest to look wrong. */
function TellingChoice({ telling, choose }: { telling: TellingReaders; choose: (address: string) => void }) {
  const t = useTranslations("messages.preview");
  const kinds = ["longest", "barest"] as const;
  return (
    <div className="-mt-2 flex flex-wrap gap-1 empty:hidden">
      {kinds.map((kind) => {
        const reader = telling[kind];
        return (
          reader !== null && (
            <button
              key={kind}
              type="button"
              title={shownEmail(reader.address)}
              onClick={() => choose(reader.address)}
              className={buttonVariants({ variant: "ghost", size: "sm" })}
            >
              {t(kind)}
            </button>
          )
        );
      })}
    </div>
  );
}
