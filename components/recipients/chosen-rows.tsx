"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useSelection } from "@/components/lists/selection";
import type { FormAction } from "@/lib/actions/state";
import type { Changed } from "@/lib/recipients/chosen";
import type { RecipientConditions } from "@/lib/recipients/where";

/** What a list of recipients is narrowed to, as its actions take it. */
export interface ListFilter extends Omit<RecipientConditions, "listId"> {
  /** Members of a list; "" for all. */
  inList: string;
}

export type ChangeChosen = FormAction<Changed>;

type Selected = Pick<ReturnType<typeof useSelection>, "ids" | "everything">;

/** Names and values that tell an action what is chosen: ids, or the filter with how many and which it found. */
export function chosenFields(selected: Selected, filter: ListFilter): [name: string, value: string][] {
  const { ids, everything } = selected;
  if (everything === null) return ids.map((id) => ["ids", id]);
  const { total, fingerprint } = everything;
  return Object.entries({ ...filter, shown: String(total), fingerprint });
}

/** What is chosen, within the form of an action. */
export function ChosenRows({ filter }: { filter: ListFilter }) {
  return chosenFields(useSelection(), filter).map(([name, value]) => (
    <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
  ));
}

/** Of what is chosen, for messages that count it: `kind` tells whether `count` or `about` is to be said. */
export function useChosenCount() {
  const t = useTranslations("recipientForms");
  const format = useFormatter();
  const { count, everything } = useSelection();
  if (everything?.isEstimate !== true) return { count, kind: "exact", about: "" };
  const [number, text] = count < 1_000_000 ? [count, null] : [count / 1_000_000, "millions" as const];
  const rounded = format.number(number, { maximumSignificantDigits: 2 });
  return { count, kind: "estimate", about: text === null ? rounded : t(text, { count: rounded }) };
}

/** Makes an action ask again, with the new number, where the filter finds others than when the page was made. */
export function useChosen(): (action: ChangeChosen) => ChangeChosen {
  const { recount } = useSelection();
  return (action) => async (before, form) => {
    const outcome = await action(before, form);
    if (outcome.status === "refused" && ["number_changed", "others_match"].includes(outcome.code)) {
      const { found, isEstimate, fingerprint } = outcome.values;
      recount({
        total: Number(found),
        isEstimate: isEstimate === "true",
        fingerprint: String(fingerprint),
      });
    }
    return outcome;
  };
}
