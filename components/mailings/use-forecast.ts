"use client";

import { useEffect, useState } from "react";
import { useLocale } from "next-intl";
import { idle, type FormAction } from "@/lib/actions/state";
import type { DraftForecast } from "@/lib/mailings/draft-forecast";
import type { MailingFields } from "@/lib/mailings/schema";

/** Milliseconds after the last change. */
const PATIENCE = 350;

export interface ShownForecast {
  /** Null before the first answer, and where the times cannot be read yet. */
  forecast: DraftForecast | null;
  /** It belongs to what was there before the last change. */
  isOld: boolean;
}

/** Whether its figures are what saving leads to, and not an estimate or of before the last change. */
export function isExact({ forecast, isOld }: ShownForecast): boolean {
  return forecast !== null && !forecast.isEstimate && !isOld;
}

/**
 * The forecast of what stands in a form, asked for anew after every pause in changing it: of a large audience first an
 * estimate, then the exact one. While the form is being saved
 * nothing is asked: it would come after the save, on the page that this leads to, which knows no forecasts.
 */
export function useForecast(
  ask: FormAction<DraftForecast | null>,
  fields: MailingFields,
  isSaving: boolean,
): ShownForecast {
  const locale = useLocale();
  const asked = JSON.stringify(draftOf(fields));
  const [answer, setAnswer] = useState<{ asked: string; forecast: DraftForecast | null } | null>(null);
  useEffect(() => {
    if (isSaving) return;
    let gone = false;
    async function look(): Promise<void> {
      const form = formOf(JSON.parse(asked) as Draft);
      form.set("locale", locale);
      const answered = async () => {
        const outcome = await ask(idle, form);
        const forecast = outcome.status === "done" ? outcome.value : null;
        if (!gone) setAnswer({ asked, forecast });
        return forecast;
      };
      try {
        const first = await answered();
        if (gone || first?.isEstimate !== true) return;
        form.set("exact", "on");
        await answered();
      } catch (error) {
        // The form works without it; the next change asks again.
        console.warn("No forecast came.", error);
      }
    }
    const timer = setTimeout(() => void look(), PATIENCE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [ask, asked, locale, isSaving]);
  return { forecast: answer?.forecast ?? null, isOld: answer?.asked !== asked };
}

type Draft = Record<string, string | string[]>;

function draftOf(fields: MailingFields): Draft {
  const { name: _name, listIds, recipientIds, exceptListIds, exceptGotBefore, ...rest } = fields;
  return {
    ...{ audience: "chosen", ...rest, exceptGotBefore: exceptGotBefore ? "on" : [] },
    ...{ listIds: [listIds ?? []].flat(), recipientIds: [recipientIds ?? []].flat() },
    exceptListIds: [exceptListIds ?? []].flat(),
  };
}

function formOf(draft: Draft): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(draft)) {
    for (const one of [value].flat()) form.append(name, one);
  }
  return form;
}
