"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { CheckField } from "@/components/forms/check-field";
import { ImageDialog } from "@/components/forms/image-dialog";
import { imageSource, insertAt, insertParagraph } from "@/components/forms/insert-text";
import { RadioField } from "@/components/forms/radio-field";
import { TextField } from "@/components/forms/text-field";
import { FieldDialog } from "@/components/messages/field-dialog";
import type { MessageForm } from "@/components/messages/use-message-form";
import { messageFormats, type MessageFormat } from "@/lib/messages/schema";

const INSERTABLE = ["subject", "preheader", "source", "text"] as const;
type Insertable = (typeof INSERTABLE)[number];

interface EditorFieldsProps {
  form: MessageForm;
  format: MessageFormat;
  textIsOwn: boolean;
  knownFields: readonly string[];
}

/** What a message is made of, with what can be put in where the cursor was last. */
export function EditorFields({ form, format, textIsOwn, knownFields }: EditorFieldsProps) {
  const t = useTranslations("messages");
  const { control, getValues, setValue } = form;
  const { area, focused, cursorIn } = useFocused();

  function insert(put: string): void {
    const name = focused();
    setValue(name, insertAt(getValues(name), cursorIn(name, getValues(name)), put), { shouldDirty: true });
  }

  function insertImage(imageId: string, alt: string): void {
    const [put, text] = [imageSource(format, imageId, alt), getValues("source")];
    const place = cursorIn("source", text);
    const inserted =
      format === "markdown" ? insertParagraph(text, place.end, put) : insertAt(text, place, put);
    setValue("source", inserted, { shouldDirty: true });
  }

  return (
    <div ref={area} className="contents">
      <TextField
        control={control}
        name="subject"
        label={t("field.subject")}
        inputClass="h-12 font-display text-lg"
      />
      <TextField
        control={control}
        name="preheader"
        label={t("field.preheader")}
        hint={t("field.preheaderHint")}
      />
      <RadioField
        control={control}
        name="format"
        label={t("field.format")}
        choices={messageFormats.map((value) => ({ value, label: t(`formats.${value}`) }))}
      />
      <div>
        <div className="mb-2 flex flex-wrap gap-1" role="group" aria-label={t("toolbar.label")}>
          <FieldDialog fields={knownFields} insert={insert} />
          <ImageDialog purpose="message" insert={insertImage} />
        </div>
        <TextField
          control={control}
          name="source"
          label={t("field.source")}
          hint={t(format === "markdown" ? "field.sourceHint" : "field.htmlHint")}
          rows={22}
          inputClass="min-h-80 font-mono text-sm leading-relaxed"
        />
      </div>
      <CheckField
        control={control}
        name="textIsOwn"
        label={t("field.ownText")}
        hint={t("field.ownTextHint")}
      />
      {/* Hidden, not gone: the form sends what stands in it. */}
      <div hidden={!textIsOwn}>
        <TextField
          control={control}
          name="text"
          label={t("field.text")}
          rows={10}
          inputClass="font-mono text-sm"
        />
      </div>
    </div>
  );
}

/** Which field had the cursor last, and where: a dialog takes the focus away. */
function useFocused() {
  const area = useRef<HTMLDivElement>(null);
  const last = useRef<Insertable>("source");
  useEffect(() => {
    const element = area.current;
    const note = ({ target }: FocusEvent) => {
      const name = target instanceof Element ? target.getAttribute("name") : null;
      last.current = INSERTABLE.find((one) => one === name) ?? last.current;
    };
    element?.addEventListener("focusin", note);
    return () => element?.removeEventListener("focusin", note);
  }, []);
  return {
    area,
    focused: () => last.current,
    cursorIn(name: Insertable, text: string) {
      const field = area.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`);
      return { start: field?.selectionStart ?? text.length, end: field?.selectionEnd ?? text.length };
    },
  };
}
