"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type SubmitEvent } from "react";
import { useWatch, type DefaultValues, type FieldValues } from "react-hook-form";
import type { z } from "zod";
import { forgetUnsaved, useUnsavedText } from "@/components/forms/unsaved-text";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { useActionForm, type ActionFormOptions } from "@/components/forms/use-action-form";

interface UnsavedFormOptions<Fields extends FieldValues, Beside, Parsed, Value> extends ActionFormOptions<
  Fields,
  Parsed,
  Value
> {
  defaults: Fields & DefaultValues<Fields>;
  /** One for each user and form. */
  place: string;
  /** Reads what an earlier page, perhaps of an earlier release, has left. */
  shape: z.ZodType<{ fields: Fields; beside: Beside }>;
  /** What belongs to the fields and is none of them, such as the names of what is chosen. Whatever JSON holds. */
  beside: Beside;
  /** Given what was left beside the fields, once they are brought back. */
  onBroughtBack?: (beside: Beside) => void;
}

/**
 * `useActionForm` for a form in which text is typed: it is stored in the browser until it is saved, and offered again to
 * whoever comes back; a link in passing asks first. `ActionForm` shows the offer. Not for passwords.
 */
export function useUnsavedForm<Fields extends FieldValues, Beside, Parsed, Value>(
  options: UnsavedFormOptions<Fields, Beside, Parsed, Value>,
) {
  const { defaults, place, shape, beside, onBroughtBack, onDone, onLeave } = options;
  const question = useTranslations("forms.unsaved")("leave");
  const [saved, setSaved] = useState<Fields>(defaults);
  // What is typed while an answer is waited for is not saved by it.
  const sent = useRef<Fields>(defaults);
  const form = useActionForm<Fields, Parsed, Value>({
    ...options,
    onDone(value, data) {
      setSaved(sent.current);
      onDone?.(value, data);
    },
    onLeave(data) {
      forgetUnsaved(place, shape, () => true);
      onLeave?.(data);
    },
  });
  const typed = useWatch({ control: form.control, compute: (values: Fields) => values });
  const isDirty = !isSameFields(typed, saved);
  const { left, settle } = useUnsavedText({
    ...{ place, shape },
    unsaved: isDirty ? { fields: typed, beside } : null,
    // Where the answer to a save was lost, what was typed is what is there.
    differs: (stored) => !isSameFields(stored.fields, defaults),
  });
  useUnsavedWarning(isDirty && !form.isPending, question);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    sent.current = form.getValues();
    form.submit(event);
  }

  function bringBack(): void {
    if (left === null) return;
    form.reset(left.fields, { keepDefaultValues: true });
    onBroughtBack?.(left.beside);
    settle();
  }

  return { ...form, submit, typed, unsaved: left && { bringBack, discard: settle } };
}

/** Fields hold whatever JSON does. */
export function isSameFields<Fields extends FieldValues>(one: Fields, other: Fields): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
