"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { UnsavedOffer } from "@/components/forms/unsaved-offer";
import { SuppressedColumn } from "@/components/recipients/suppressed-column";
import { UploadProgress } from "@/components/recipients/upload-progress";
import { UploadRefusal } from "@/components/recipients/upload-refusal";
import { ACCEPTED, UploadSheet } from "@/components/recipients/upload-sheet";
import { useSuppressing, type SuppressingOptions } from "@/components/recipients/use-suppressing";
import { Notice } from "@/components/ui/notice";
import { suppressionReasons, type SuppressionReason } from "@/lib/recipients/schema";

/** By hand first: nobody else's word is needed for it. */
const REASONS: readonly SuppressionReason[] = [
  "manual",
  ...suppressionReasons.filter((reason) => reason !== "manual"),
];

/** Addresses that are pasted or in a file; what suppressing them would do has a page of its own. */
export function SuppressForm(options: SuppressingOptions) {
  const t = useTranslations("suppressing");
  const form = useSuppressing(options);
  const { file, seen, refusal, arrived, left } = form;
  if (arrived !== null) return <UploadProgress arrived={arrived} size={form.size} stop={form.stop} />;
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      {left !== null && <UnsavedOffer {...left} />}
      {file === null && (
        <label className="text-sm font-medium">
          {t("addresses")}
          <textarea
            value={form.text}
            rows={8}
            spellCheck={false}
            // Of two texts only one can be kept.
            disabled={left !== null}
            onChange={(event) => form.type(event.target.value)}
            aria-invalid={refusal?.code === "addresses_missing" || refusal?.code === "too_long"}
            className={inputVariants({ className: "mt-1 w-full font-mono text-sm" })}
          />
          <span className="mt-1 block text-xs font-normal text-muted">{t("addressesHint")}</span>
        </label>
      )}
      <ChosenFile form={form} />
      {seen !== null && <SuppressedColumn seen={seen} column={form.column} choose={form.setColumn} />}
      <Details form={form} />
      <Refused refusal={refusal} />
      <Button
        className="self-start"
        isDisabled={left !== null || (file !== null && seen === null)}
        onPress={() => void form.send()}
      >
        {t("check")}
      </Button>
    </div>
  );
}

type Form = ReturnType<typeof useSuppressing>;

function ChosenFile({ form: { file, book, seen, refusal, choose } }: { form: Form }) {
  const t = useTranslations();
  return (
    <div className="flex flex-col gap-2">
      <label className="text-sm font-medium">
        {t("suppressing.file")}
        <input
          // Another one, so that the file that was chosen is forgotten.
          key={String(file === null)}
          type="file"
          accept={ACCEPTED}
          hidden={file !== null}
          onChange={(event) => void choose(event.target.files?.[0] ?? null)}
          className="file-field mt-2"
        />
        {file === null ? (
          <span className="mt-1 block text-xs font-normal text-muted">{t("suppressing.fileHint")}</span>
        ) : (
          <span className="mt-1 block font-normal [overflow-wrap:anywhere]">{file.name}</span>
        )}
      </label>
      {file !== null && (
        <Button size="sm" variant="secondary" className="self-start" onPress={() => void choose(null)}>
          {t("suppressing.noFile")}
        </Button>
      )}
      {book !== null && <UploadSheet book={book} choose={choose} />}
      {file !== null && seen === null && refusal === null && (
        <p role="status" className="text-sm text-muted">
          {t("upload.reading")}
        </p>
      )}
    </div>
  );
}

function Details({ form }: { form: Form }) {
  const t = useTranslations();
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <label className="text-sm font-medium">
        {t("suppressing.reason")}
        <select
          value={form.reason}
          onChange={(event) =>
            form.setReason(REASONS.find((reason) => reason === event.target.value) ?? "manual")
          }
          className={inputVariants({ className: "mt-1 h-11 w-full" })}
        >
          {REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {t(`suppressing.reasons.${reason}`)}
            </option>
          ))}
        </select>
        <span className="mt-1 block text-xs font-normal text-muted">{t("suppressing.reasonHint")}</span>
      </label>
      <label className="text-sm font-medium">
        {t("suppressing.note")}
        <input
          value={form.note}
          maxLength={500}
          aria-invalid={form.refusal?.code === "note_invalid"}
          onChange={(event) => form.remark(event.target.value)}
          className={inputVariants({ className: "mt-1 h-11 w-full" })}
        />
        <span className="mt-1 block text-xs font-normal text-muted">{t("suppressing.noteHint")}</span>
      </label>
    </div>
  );
}

function Refused({ refusal }: { refusal: Form["refusal"] }) {
  const t = useTranslations("suppressing");
  if (refusal === null) return null;
  const key = `refusals.${refusal.code}` as Parameters<typeof t>[0];
  return t.has(key) ? <Notice tone="bad">{t(key)}</Notice> : <UploadRefusal refusal={refusal} />;
}
