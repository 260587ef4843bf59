"use client";

import { fieldErrorVariants, labelVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useId, type Ref } from "react";
import { Controller } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import type { MessageForm } from "@/components/messages/use-message-form";
import type { VisualHandle } from "@/components/messages/visual/visual-editor";

// Its script is twice that of all other pages, and loaded by who opens it.
const VisualEditor = dynamic(
  async () => (await import("@/components/messages/visual/visual-editor")).VisualEditor,
  { ssr: false, loading: EditorSkeleton },
);

/** The message as the visual editor shows it. Its frame is as high as its skeleton: opening it moves nothing. */
export function VisualField({ form, handle }: { form: MessageForm; handle: Ref<VisualHandle> }) {
  const t = useTranslations("messages");
  const id = useId();
  return (
    <Controller
      control={form.control}
      name="source"
      render={({ field, fieldState: { error } }) => (
        <div className="textfield" data-invalid={error !== undefined || undefined}>
          <span id={id} className={labelVariants()}>
            {t("field.source")}
          </span>
          <input type="hidden" name="source" value={field.value} />
          <div
            data-insert="source"
            className="flex h-[44rem] max-h-[80vh] flex-col overflow-hidden rounded-xl border border-border bg-surface shadow-surface"
          >
            <VisualEditor source={field.value} change={field.onChange} handle={handle} labelledBy={id} />
          </div>
          {error !== undefined && (
            <span data-visible className={fieldErrorVariants()}>
              <FaultText code={error.message} />
            </span>
          )}
        </div>
      )}
    />
  );
}

function EditorSkeleton() {
  const t = useTranslations("messages.visual");
  return (
    <div role="status" aria-label={t("loading")} className="flex h-full animate-pulse flex-col">
      <div className="flex gap-2 border-b border-border px-3 py-2">
        {[24, 8, 8, 8, 8, 8].map((width, nth) => (
          <span key={nth} className="h-8 rounded-lg bg-default" style={{ width: `${width * 4}px` }} />
        ))}
      </div>
      <div className="flex-1 bg-surface-secondary p-6">
        <div className="mx-auto flex h-full max-w-[600px] flex-col gap-4 rounded-lg bg-surface p-8">
          <span className="h-8 w-3/5 rounded bg-default" />
          <span className="h-4 rounded bg-default" />
          <span className="h-4 w-11/12 rounded bg-default" />
          <span className="h-11 w-40 rounded-lg bg-default" />
        </div>
      </div>
    </div>
  );
}
