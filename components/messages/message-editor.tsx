"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { EditorFields, type MessagePlaces } from "@/components/messages/editor-fields";
import { EditorPreview } from "@/components/messages/editor-preview";
import { TestButton } from "@/components/messages/test-button";
import { useMessageForm, type MessageFormOptions } from "@/components/messages/use-message-form";
import type { FormAction } from "@/lib/actions/state";
import type { OfferedField } from "@/lib/fields/queries";
import type { MessagePreview, PreviewReader } from "@/lib/messages/preview";
import type { TellingReaders } from "@/lib/messages/queries";

interface MessageEditorProps extends MessageFormOptions {
  knownFields: readonly OfferedField[];
  readers: PreviewReader[];
  telling: TellingReaders;
  inbox: string | null;
  preview: FormAction<MessagePreview>;
  test: FormAction<{ to: string }>;
}

/** Writes a message beside the email that becomes of it. Nothing typed is lost, however the page is left. */
export function MessageEditor(props: MessageEditorProps) {
  const { message, knownFields, readers, telling, inbox, preview, test } = props;
  const t = useTranslations("messages");
  const forms = useTranslations("forms");
  const area = useRef<HTMLDivElement>(null);
  const places = useRef<MessagePlaces>(null);
  const { form, typed, version, isDirty, unsaved } = useMessageForm(props);
  useUnsavedWarning(isDirty && !form.isPending, forms("unsaved.leave"));

  function draft(): FormData {
    const data = new FormData();
    const { textIsOwn, ...texts } = typed;
    for (const [name, value] of Object.entries(texts)) data.set(name, value);
    if (textIsOwn) data.set("textIsOwn", "on");
    data.set("reader", area.current?.querySelector<HTMLInputElement>("[data-reader]")?.value ?? "");
    return data;
  }

  return (
    <div ref={area}>
      <div className="mt-8 grid items-start gap-x-10 gap-y-10 lg:grid-cols-2">
        <div className="min-w-0">
          <ActionForm form={{ ...form, unsaved }}>
            {version === null ? (
              <input type="hidden" name="messageId" value={message.id} />
            ) : (
              <input type="hidden" name="version" value={version} />
            )}
            <EditorFields form={form} typed={typed} knownFields={knownFields} places={places} />
            <FormOutcome form={form} />
            <div className="flex flex-wrap items-start gap-3">
              <Button type="submit" isPending={form.isPending}>
                {t(message.version === null ? "create" : "save")}
              </Button>
              <TestButton action={test} read={draft} inbox={inbox} />
            </div>
          </ActionForm>
        </div>
        <EditorPreview
          action={preview}
          typed={typed}
          readers={readers}
          telling={telling}
          show={(finding) => places.current?.show(finding)}
        />
      </div>
    </div>
  );
}
