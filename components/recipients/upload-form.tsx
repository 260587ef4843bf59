"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConsentField } from "@/components/recipients/consent-field";
import { TargetListField } from "@/components/recipients/target-list-field";
import { UploadColumns } from "@/components/recipients/upload-columns";
import { UploadProgress } from "@/components/recipients/upload-progress";
import { UploadRules, type Rules } from "@/components/recipients/upload-rules";
import { ACCEPTED, UploadSheet } from "@/components/recipients/upload-sheet";
import { UploadStates } from "@/components/recipients/upload-states";
import { UploadRefusal } from "@/components/recipients/upload-refusal";
import { useUpload } from "@/components/recipients/use-upload";
import { Notice } from "@/components/ui/notice";

interface UploadFormProps {
  lists: { id: string; name: string }[];
  /** Chosen from the start. */
  list: string;
}

/** A file of text or a spreadsheet: shown as it is understood, corrected, sent; the check and the import of it have a page of their own. */
export function UploadForm({ lists, list }: UploadFormProps) {
  const t = useTranslations("upload");
  const upload = useUpload();
  const [target, setTarget] = useState({ list, newList: "" });
  const [rules, setRules] = useState<Rules>({ existing: "update", listExisting: true });
  const [consent, setConsent] = useState(false);
  const { file, seen, refusal, arrived } = upload;
  if (arrived !== null && file !== null)
    return <UploadProgress arrived={arrived} size={file.size} stop={upload.stop} />;
  return (
    <div className="flex flex-col gap-6">
      <label className="text-sm font-medium">
        {t("file")}
        <input
          type="file"
          accept={ACCEPTED}
          onChange={(event) => void upload.choose(event.target.files?.[0] ?? null)}
          className="file-field mt-2"
        />
        <span className="mt-1 block text-xs font-normal text-muted">{t("fileHint")}</span>
      </label>
      {file !== null && seen === null && refusal === null && (
        <p role="status" className="text-sm text-muted">
          {t("reading")}
        </p>
      )}
      {upload.book !== null && <UploadSheet book={upload.book} choose={upload.choose} />}
      {seen === null ? (
        <UploadRefusal refusal={refusal} />
      ) : (
        <>
          <UploadColumns
            seen={seen}
            said={upload.said}
            isSheet={upload.book !== null}
            uses={upload.uses}
            say={(says) => void upload.look(file, says)}
            change={upload.setUses}
          />
          {seen.optOuts && <Notice tone="careful">{t("optOuts")}</Notice>}
          {upload.states.asked.length > 0 && <UploadStates {...upload.states} />}
          <TargetListField
            lists={lists}
            {...target}
            change={(chosen) => {
              setTarget(chosen);
              upload.forgetRefusal();
            }}
            faults={{}}
          />
          <UploadRules rules={rules} change={setRules} listed={target.list !== ""} />
          <ConsentField
            checked={consent}
            change={(agreed) => {
              setConsent(agreed);
              upload.forgetRefusal();
            }}
            fault={refusal?.code === "consent_missing" ? refusal.code : undefined}
          />
          {refusal?.code !== "consent_missing" && <UploadRefusal refusal={refusal} />}
          <Button className="self-start" onPress={() => void upload.send({ ...target, ...rules, consent })}>
            {t("import")}
          </Button>
        </>
      )}
    </div>
  );
}
