"use client";

import { Button } from "@heroui/react/button";
import { AppWindow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useImperativeHandle, type Ref } from "react";
import { CheckField } from "@/components/forms/check-field";
import { ImageDialog } from "@/components/forms/image-dialog";
import { RadioField } from "@/components/forms/radio-field";
import { TextField } from "@/components/forms/text-field";
import { FieldDialog } from "@/components/messages/field-dialog";
import { InboxLines } from "@/components/messages/inbox-lines";
import { useInsertions } from "@/components/messages/insertions";
import { useSourceOfFormat } from "@/components/messages/source-of-format";
import type { MessageForm } from "@/components/messages/use-message-form";
import { VisualField } from "@/components/messages/visual/visual-field";
import type { OfferedField } from "@/lib/fields/queries";
import type { Finding } from "@/lib/messages/preflight";
import { messageFormats, type TypedMessage } from "@/lib/messages/schema";

interface EditorFieldsProps {
  form: MessageForm;
  typed: TypedMessage;
  knownFields: readonly OfferedField[];
  places: Ref<MessagePlaces>;
}

/** Leads to where something stands. */
export interface MessagePlaces {
  show: (finding: Finding) => void;
}

/** What a message is made of, with what can be put in where the cursor was last. */
export function EditorFields({ form, typed, knownFields, places }: EditorFieldsProps) {
  const t = useTranslations("messages");
  const { control } = form;
  const { subject, preheader, format, textIsOwn } = typed;
  const { area, visual, insert, insertImage, insertViewLink, show } = useInsertions(form, format);
  useImperativeHandle(places, () => ({ show }));
  const choose = useSourceOfFormat(form, format);

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
      <InboxLines subject={subject} preheader={preheader} />
      <RadioField
        control={control}
        name="format"
        label={t("field.format")}
        choices={messageFormats.map((value) => ({ value, label: t(`formats.${value}`) }))}
        onChoose={choose}
      />
      <div>
        <div className="mb-2 flex flex-wrap gap-1" role="group" aria-label={t("toolbar.label")}>
          <FieldDialog fields={knownFields} insert={insert} />
          <ImageDialog purpose="message" insert={insertImage} />
          <Button variant="ghost" size="sm" onPress={() => insertViewLink(t("toolbar.viewText"))}>
            <AppWindow aria-hidden="true" className="size-4" />
            {t("toolbar.viewLink")}
          </Button>
        </div>
        {format === "visual" ? (
          <VisualField form={form} handle={visual} />
        ) : (
          <TextField
            control={control}
            name="source"
            label={t("field.source")}
            hint={t(format === "markdown" ? "field.sourceHint" : "field.htmlHint")}
            rows={22}
            inputClass="min-h-80 font-mono text-sm leading-relaxed"
          />
        )}
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
