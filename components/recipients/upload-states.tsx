"use client";

import { useTranslations } from "next-intl";
import type { StatesAnswer } from "@/components/recipients/use-upload";
import { Notice } from "@/components/ui/notice";

interface UploadStatesProps {
  /** Columns with their values, such as "Status: VIP, Lost". */
  asked: string[];
  answer: StatesAnswer;
  choose: (answer: StatesAnswer) => void;
}

/** Asks what becomes of people of whom the file says what is not understood. */
export function UploadStates({ asked, answer, choose }: UploadStatesProps) {
  const t = useTranslations("upload.states");
  return (
    <Notice tone="careful">
      <fieldset>
        <legend className="font-medium">{t("question")}</legend>
        <ul className="my-2">
          {asked.map((said) => (
            <li key={said}>
              <code className="[overflow-wrap:anywhere]">{said}</code>
            </li>
          ))}
        </ul>
        {(["suppress", "ignore"] as const).map((value) => (
          <label key={value} className="mt-1 flex items-start gap-2">
            <input
              type="radio"
              name="unknownStates"
              checked={answer === value}
              onChange={() => choose(value)}
              className="mt-1"
            />
            {t(value)}
          </label>
        ))}
      </fieldset>
    </Notice>
  );
}
