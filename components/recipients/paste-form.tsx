"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { useAction } from "@/components/forms/use-action";
import { ConsentField } from "@/components/recipients/consent-field";
import { PasteOutcome } from "@/components/recipients/paste-outcome";
import { PastePreview } from "@/components/recipients/paste-preview";
import { Fault, TargetListField } from "@/components/recipients/target-list-field";
import type { FormAction } from "@/lib/actions/state";
import type { PastePreview as Preview, PasteSaved } from "@/lib/recipients/paste-commands";

interface PasteFormProps {
  lists: { id: string; name: string }[];
  /** Chosen from the start. */
  list: string;
  check: FormAction<Preview>;
  add: FormAction<PasteSaved>;
}

/** Addresses as people copy them: shown as they are understood, then added. */
export function PasteForm({ lists, list, check, add }: PasteFormProps) {
  const t = useTranslations("recipientForms");
  const leave = useTranslations("forms.unsaved")("leave");
  const [text, setText] = useState("");
  /** The text that the preview is of. */
  const [checked, setChecked] = useState<string | null>(null);
  const [target, setTarget] = useState({ list, newList: "" });
  const [consent, setConsent] = useState(false);
  const checking = useAction(check);
  const adding = useAction(add);
  const preview = checked === text && checking.state.status === "done" ? checking.state.value : null;
  const saved = adding.state.status === "done" ? adding.state.value : null;
  const faults = adding.state.status === "refused" ? adding.state.faults : {};
  const checkFaults = checking.state.status === "refused" ? checking.state.faults : {};
  useUnsavedWarning(text !== "" && saved === null, leave);

  function send(action: "check" | "add"): void {
    const form = new FormData();
    form.set("text", text);
    if (action === "check") {
      checking.send(form, { then: () => setChecked(text) });
      return;
    }
    form.set("list", target.list);
    form.set("newList", target.newList);
    if (consent) form.set("consent", "on");
    adding.send(form);
  }

  if (saved !== null) {
    const again = () => {
      setText("");
      setChecked(null);
      adding.forget();
    };
    return <PasteOutcome saved={saved} again={again} />;
  }
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PastedText text={text} change={setText} fault={checkFaults.text ?? faults.text} />
      <FormOutcome form={checking} />
      <Button
        variant={preview === null ? "primary" : "secondary"}
        className="self-start"
        isPending={checking.isPending}
        onPress={() => send("check")}
      >
        {preview === null ? t("check") : t("checkAgain")}
      </Button>
      {preview !== null && (
        <>
          <PastePreview preview={preview} />
          {preview.people + preview.toSuppress > 0 && (
            <>
              <TargetListField lists={lists} {...target} change={setTarget} faults={faults} />
              <ConsentField checked={consent} change={setConsent} fault={faults.consent} />
              <FormOutcome form={adding} />
              <Button className="self-start" isPending={adding.isPending} onPress={() => send("add")}>
                {preview.people > 0
                  ? t("addPeople", { count: preview.people })
                  : t("suppressPeople", { count: preview.toSuppress })}
              </Button>
            </>
          )}
        </>
      )}
    </div>
  );
}

interface PastedTextProps {
  text: string;
  change: (text: string) => void;
  fault: string | undefined;
}

function PastedText({ text, change, fault }: PastedTextProps) {
  const t = useTranslations("recipientForms");
  return (
    <label className="text-sm font-medium">
      {t("pasteLabel")}
      <textarea
        value={text}
        rows={10}
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        aria-invalid={fault !== undefined}
        placeholder={t("pasteHint")}
        className={inputVariants({ className: "mt-1 w-full font-mono text-sm" })}
      />
      <Fault code={fault} />
    </label>
  );
}
