"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { FormOutcome } from "@/components/forms/form-outcome";
import { UnsavedOffer } from "@/components/forms/unsaved-offer";
import { ConsentField } from "@/components/recipients/consent-field";
import { PasteOutcome } from "@/components/recipients/paste-outcome";
import { PastePreview } from "@/components/recipients/paste-preview";
import { Fault, TargetListField } from "@/components/recipients/target-list-field";
import { usePaste, type PasteOptions } from "@/components/recipients/use-paste";
import type { PastePreview as Preview } from "@/lib/recipients/paste-commands";

interface PasteFormProps extends PasteOptions {
  lists: { id: string; name: string }[];
}

type Paste = ReturnType<typeof usePaste>;

/** Addresses as people copy them: shown as they are understood, then added. */
export function PasteForm({ lists, ...options }: PasteFormProps) {
  const t = useTranslations("recipientForms");
  const paste = usePaste(options);
  const { saved, left, faults, checking, preview, send } = paste;
  if (saved !== null) return <PasteOutcome saved={saved} again={paste.again} />;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      {left !== null && <UnsavedOffer {...left} />}
      <PastedText paste={paste} />
      {faults["text"] === undefined && <FormOutcome form={checking} />}
      <Button
        variant={preview === null ? "primary" : "secondary"}
        className="self-start"
        isPending={checking.isPending}
        isDisabled={left !== null}
        onPress={() => send("check")}
      >
        {preview === null ? t("check") : t("checkAgain")}
      </Button>
      {preview !== null && (
        <>
          <PastePreview preview={preview} />
          {preview.people + preview.toSuppress > 0 && <AddPeople {...{ lists, paste, preview }} />}
        </>
      )}
    </div>
  );
}

interface AddPeopleProps extends Pick<PasteFormProps, "lists"> {
  paste: Paste;
  preview: Preview;
}

function AddPeople({ lists, paste, preview }: AddPeopleProps) {
  const t = useTranslations("recipientForms");
  const { target, consent, faults, adding, send } = paste;
  return (
    <>
      <TargetListField
        lists={lists}
        {...target}
        change={paste.aim}
        faults={{ list: faults["list"], newList: faults["newList"] }}
      />
      <ConsentField checked={consent} change={paste.agree} fault={faults["consent"]} />
      {/* A marked field says it itself. */}
      {Object.keys(faults).length === 0 && <FormOutcome form={adding} />}
      <Button className="self-start" isPending={adding.isPending} onPress={() => send("add")}>
        {preview.people > 0
          ? t("addPeople", { count: preview.people })
          : t("suppressPeople", { count: preview.toSuppress })}
      </Button>
    </>
  );
}

function PastedText({ paste: { text, type, field, faults, left } }: { paste: Paste }) {
  const t = useTranslations("recipientForms");
  return (
    <label className="text-sm font-medium">
      {t("pasteLabel")}
      <textarea
        ref={field}
        value={text}
        rows={10}
        spellCheck={false}
        // Of two texts only one can be kept.
        disabled={left !== null}
        onChange={(event) => type(event.target.value)}
        aria-invalid={faults["text"] !== undefined}
        placeholder={t("pasteHint")}
        className={inputVariants({ className: "mt-1 w-full font-mono text-sm" })}
      />
      <Fault code={faults["text"]} />
    </label>
  );
}
