"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { DraftNotice } from "@/components/messages/draft-notice";
import { DraftState } from "@/components/messages/draft-state";
import { EditorFields, type MessagePlaces } from "@/components/messages/editor-fields";
import { EditorPreview } from "@/components/messages/editor-preview";
import { MessageConflict } from "@/components/messages/message-conflict";
import { TestButton } from "@/components/messages/test-button";
import { markOf } from "@/components/messages/use-draft";
import { formOf } from "@/components/messages/unsaved-message";
import { useMessageForm, type MessageFormOptions } from "@/components/messages/use-message-form";
import type { ActionState, FormAction } from "@/lib/actions/state";
import type { OfferedField } from "@/lib/fields/queries";
import type { MessagePreview, PreviewReader } from "@/lib/messages/preview";
import type { TellingReaders } from "@/lib/messages/queries";
import { useRouter } from "@/lib/i18n/navigation";
import type { SavedElsewhere } from "@/lib/messages/version-queries";

interface MessageEditorProps extends MessageFormOptions {
  knownFields: readonly OfferedField[];
  readers: PreviewReader[];
  telling: TellingReaders;
  inbox: string | null;
  preview: FormAction<MessagePreview>;
  test: FormAction<{ to: string }>;
  readSaved: FormAction<SavedElsewhere>;
  setAside: FormAction;
  timeZone: string;
  /** When the draft was written that the form opens with; "" for none. */
  writtenAt: string;
}

/** Writes a message beside the email that becomes of it. Nothing typed is lost, however the page is left. */
export function MessageEditor(props: MessageEditorProps) {
  const { fields, message, knownFields, readers, telling, inbox, preview, test, timeZone, writtenAt } = props;
  const t = useTranslations("messages");
  const question = useTranslations("forms")("unsaved.leave");
  const router = useRouter();
  const area = useRef<HTMLDivElement>(null);
  const places = useRef<MessagePlaces>(null);
  const editing = useMessageForm(props);
  const { form, typed, version, draft, kept, isKept, unsaved, replace } = editing;
  const isNew = message.version === null;
  useUnsavedWarning(!isKept && !form.isPending, question);
  const hasConflict = form.state.status === "refused" && form.state.code === "changed_meanwhile";

  function written(): FormData {
    const data = formOf(typed);
    data.set("reader", area.current?.querySelector<HTMLInputElement>("[data-reader]")?.value ?? "");
    return data;
  }

  function discard(before: ActionState, asked: FormData): Promise<ActionState> {
    for (const [name, value] of markOf(draft)) asked.set(name, value);
    return props.drafts.discard(before, asked);
  }

  function forget(): void {
    replace({ fields, version: message.version });
    if (isNew) router.push("/messages");
  }

  return (
    <div ref={area}>
      {kept.isResumed && writtenAt !== "" && (
        <DraftNotice
          {...{ writtenAt, isNew }}
          isOvertaken={version !== message.version}
          discard={discard}
          onDiscarded={forget}
        />
      )}
      <div className="mt-8 grid items-start gap-x-10 gap-y-10 lg:grid-cols-2">
        <div className="min-w-0">
          <ActionForm form={{ ...form, unsaved }}>
            <HiddenFields messageId={editing.messageId} version={version} draft={draft} />
            <EditorFields form={form} typed={typed} knownFields={knownFields} places={places} />
            {hasConflict ? (
              <MessageConflict {...{ editing, isNew }} {...props} />
            ) : (
              <FormOutcome form={form} />
            )}
            <div className="flex flex-wrap items-start gap-3">
              <div className="flex basis-full flex-wrap gap-3">
                <Button type="submit" isPending={form.isPending}>
                  {t(isNew ? "create" : "save")}
                </Button>
                <DraftState state={kept.state} timeZone={timeZone} />
              </div>
              <TestButton action={test} read={written} inbox={inbox} />
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

/** What a save is of, and upon. */
function HiddenFields({
  messageId,
  version,
  draft,
}: Pick<ReturnType<typeof useMessageForm>, "messageId" | "version" | "draft">) {
  const fields = [
    ["messageId", messageId],
    ...(version === null ? [] : [["version", version] as const]),
    ...markOf(draft),
  ] as const;
  return fields.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
