"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useRef, useState, type SubmitEvent } from "react";
import { z } from "zod";
import { ActionForm } from "@/components/forms/action-form";
import { ChoiceField } from "@/components/forms/choice-field";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useComeBack } from "@/components/forms/left-form";
import { TextField } from "@/components/forms/text-field";
import type { useActionForm } from "@/components/forms/use-action-form";
import { useUnsavedForm } from "@/components/forms/use-unsaved-form";
import { AudienceFields } from "@/components/mailings/audience-fields";
import { ForecastPanel } from "@/components/mailings/forecast-panel";
import { MessageField } from "@/components/mailings/message-field";
import { ScheduleFields } from "@/components/mailings/schedule-fields";
import { SendNowDialog } from "@/components/mailings/send-now-dialog";
import { isExact, useForecast, type ShownForecast } from "@/components/mailings/use-forecast";
import type { FormAction } from "@/lib/actions/state";
import type { DraftForecast } from "@/lib/mailings/draft-forecast";
import type { ListOption, MessageOption, RecipientOption } from "@/lib/mailings/form-options";
import type { ShownMessage } from "@/lib/mailings/shown-message";
import { mailingForm, type MailingFields } from "@/lib/mailings/schema";

export type MailingFormState = ReturnType<typeof useActionForm<MailingFields, unknown, unknown>>;

/**
 * What saves the form. One that creates a mailing is given the id that comes with the form, so that a form that comes in
 * twice makes one mailing: also one whose answer was lost and that is brought back later.
 */
export type SaveMailing =
  | { edit: FormAction<{ mailingId: string }> }
  | {
      create: (id: string, ...rest: Parameters<FormAction<{ mailingId: string }>>) => CreatedState;
      id: string;
    };
type CreatedState = ReturnType<FormAction<{ mailingId: string }>>;

export interface MailingFormProps {
  save: SaveMailing;
  forecast: FormAction<DraftForecast | null>;
  find: FormAction<RecipientOption[]>;
  showMessage: FormAction<ShownMessage>;
  /** Whose form it is. */
  userId: string;
  /** Null where everything is among `messages` and `lists`. */
  findMessages: FormAction<MessageOption[]> | null;
  findLists: FormAction<ListOption[]> | null;
  defaults: MailingFields;
  /** Chosen one by one, with their addresses. */
  recipients: readonly RecipientOption[];
  edits: boolean;
  messages: readonly MessageOption[];
  lists: readonly ListOption[];
  /** As packChoices writes them. */
  timeZones: string;
  /** Where unsaved text waits in the browser. */
  place: string;
}

const text = z.string();
const texts = z.array(text);
const unsavedMailing = z.object({
  fields: z.object({
    ...{ name: text, messageId: text, listIds: texts, recipientIds: texts, when: z.enum(["now", "at"]) },
    ...{ startLocal: text, endLocal: text, timeZone: text },
    period: z.enum(["once", "daily", "weekly", "monthly"]),
    ...{ audience: z.enum(["everybody", "chosen"]), exceptListIds: texts, exceptGotBefore: z.boolean() },
  }),
  beside: z.object({
    /** That of a new mailing; "" of one that is edited. */
    id: text,
    recipients: z.array(z.object({ id: text, email: text, name: text })),
  }),
});

/** A mailing, new or edited, with the forecast of what saving it leads to. What goes out at once is asked about first. */
export function MailingForm(props: MailingFormProps) {
  const { save, defaults, edits, timeZones } = props;
  const t = useTranslations("mailingForm");
  const [recipients, setRecipients] = useState(props.recipients);
  const [id, setId] = useState("create" in save ? save.id : "");
  const form = useUnsavedForm({
    action: "create" in save ? save.create.bind(null, id) : save.edit,
    schema: mailingForm,
    defaults,
    place: props.place,
    shape: unsavedMailing,
    beside: { id, recipients: [...recipients] },
    onBroughtBack(beside) {
      setId(beside.id);
      setRecipients(beside.recipients);
    },
  });
  // Who left it for a moment finds what they had typed, with the message that they wrote meanwhile.
  useComeBack(props.userId, ({ known }) => {
    form.unsaved?.bringBack();
    const written = props.messages.find((message) => !known.includes(message.id));
    if (written !== undefined) form.setValue("messageId", written.id, { shouldDirty: true });
  });
  const fields = { ...defaults, ...form.typed };
  const shown = useForecast(props.forecast, fields, form.isPending);
  const { anchor, asking, setAsking, submit, confirm } = useAskedFirst(form, sendsNow(shown));
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="max-w-2xl">
        <ActionForm form={{ ...form, submit }} className="flex flex-col gap-8">
          <input type="hidden" ref={anchor} />
          <TextField control={form.control} name="name" label={t("name")} hint={t("nameHint")} />
          <MessageField
            control={form.control}
            messages={props.messages}
            find={props.findMessages}
            isSaving={form.isPending}
            userId={props.userId}
            messageId={fields.messageId ?? ""}
            show={props.showMessage}
          />
          <AudienceFields {...props} {...{ form, fields, recipients }} choose={setRecipients} />
          <Schedule form={form} fields={fields} edits={edits} timeZones={timeZones} />
          <div className="lg:hidden">
            <ForecastPanel shown={shown} fields={fields} />
          </div>
          <FormOutcome form={form} />
          <Button type="submit" size="lg" isPending={form.isPending} className="self-start">
            <ButtonWords shown={shown} when={fields.when} edits={edits} />
          </Button>
          <SendNowDialog
            isOpen={asking}
            setOpen={setAsking}
            shown={shown}
            subject={props.messages.find((message) => message.id === fields.messageId)?.subject}
            confirm={confirm}
          />
        </ActionForm>
      </div>
      <aside className="sticky top-6 max-lg:hidden">
        <ForecastPanel shown={shown} fields={fields} />
      </aside>
    </div>
  );
}

interface ScheduleProps extends Pick<MailingFormProps, "edits" | "timeZones"> {
  form: Pick<MailingFormState, "control">;
  fields: MailingFields;
}

function Schedule({ form: { control }, fields, edits, timeZones }: ScheduleProps) {
  const t = useTranslations("mailingForm");
  return (
    <fieldset className="flex flex-col gap-5">
      <legend className="mb-3 font-display text-lg font-semibold">{t("schedule")}</legend>
      <ScheduleFields
        control={control}
        timeZone={fields.timeZone}
        when={fields.when}
        once={fields.period === "once"}
        edits={edits}
      />
      <ChoiceField
        control={control}
        name="timeZone"
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        choices={timeZones}
      />
    </fieldset>
  );
}

/** Says what will happen. */
function ButtonWords({ shown, when, edits }: { shown: ShownForecast; when: "now" | "at"; edits: boolean }) {
  const t = useTranslations("mailingForm");
  const { forecast } = shown;
  if (sendsNow(shown)) {
    const count = forecast?.receive ?? 0;
    if (!isExact(shown)) return t(edits ? "saveAndSendUnknown" : "sendNowUnknown");
    if (count === 0) return edits ? t("save") : t("sendNowUnknown");
    return edits ? t("saveAndSend", { count }) : t("sendNow", { count });
  }
  if (edits) return t("save");
  return when === "now" && forecast === null ? t("sendNowUnknown") : t("scheduleIt");
}

function sendsNow({ forecast }: ShownForecast): boolean {
  return forecast !== null && forecast.atOnce !== null && !forecast.held && !forecast.openAttempt;
}

/** Where something goes out at once, the form is sent only after a question. */
function useAskedFirst(form: Pick<MailingFormState, "submit" | "handleSubmit">, asks: boolean) {
  const anchor = useRef<HTMLInputElement>(null);
  const isConfirmed = useRef(false);
  const [asking, setAsking] = useState(false);
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    if (!asks || isConfirmed.current) {
      isConfirmed.current = false;
      form.submit(event);
      return;
    }
    event.preventDefault();
    void form.handleSubmit(() => setAsking(true))();
  }
  function confirm(): void {
    setAsking(false);
    isConfirmed.current = true;
    anchor.current?.form?.requestSubmit();
  }
  return { anchor, asking, setAsking, submit, confirm };
}
