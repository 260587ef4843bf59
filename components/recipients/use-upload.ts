"use client";

import { useRef, useState } from "react";
import { sendFile, type Sending } from "@/components/recipients/upload-client";
import type { Rules } from "@/components/recipients/upload-rules";
import { useChosenFile, type UploadRefused } from "@/components/recipients/use-chosen-file";
import { useRouter } from "@/lib/i18n/navigation";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import { PART_SIZE } from "@/lib/recipients/schema";

interface UploadTarget {
  list: string;
  newList: string;
  consent: boolean;
}

type Ask = UploadTarget & Rules;

/** "" until somebody has chosen. */
export type StatesAnswer = "" | "suppress" | "ignore";

/** A file from its choice to the beginning of its import, whose page is shown then. */
export function useUpload() {
  const [uses, setUses] = useState<ColumnUse[]>([]);
  /** What of the states in the file is not understood, and what is to become of these people. */
  const [asked, setAsked] = useState<string[]>([]);
  const [answer, setAnswer] = useState<StatesAnswer>("");
  const [refusal, setRefusal] = useState<UploadRefused | null>(null);
  /** Bytes that have arrived; null while nothing is sent. */
  const [arrived, setArrived] = useState<number | null>(null);
  const [stop, setStop] = useState<AbortController | null>(null);
  const sending = useRef<Sending | null>(null);
  const router = useRouter();
  const chosen = useChosenFile({
    refuse: setRefusal,
    show(preview) {
      setUses(preview.remembered ?? preview.uses);
      setAsked(preview.unknownStates);
      setAnswer("");
    },
  });
  const { file, seen } = chosen;

  async function send(target: Ask): Promise<void> {
    const isAnswered = asked.length === 0 || answer !== "" || !hasStates(uses);
    const missing = isAnswered ? missingFor(uses, target) : "states_unanswered";
    if (file === null || seen === null || missing !== null) {
      setRefusal({ code: missing ?? "invalid", line: null });
      return;
    }
    const controller = new AbortController();
    setStop(controller);
    setRefusal(null);
    if (sending.current?.file !== file) sending.current = { file, uploadId: null, sent: 0 };
    setArrived(Math.min(file.size, sending.current.sent * PART_SIZE));
    const { signal } = controller;
    const { encoding, delimiter } = seen;
    // What is shown is what is imported.
    const columns = withAnswer(uses, answer);
    const recognised = JSON.stringify(columns.columns) === JSON.stringify(seen.uses);
    const options = { ...target, ...columns, encoding, delimiter, header: seen.headerKey, recognised };
    const result = await sent(sending.current, { then: "import", options, signal, tell: setArrived });
    setStop(null);
    if (result.ok) {
      router.push(`/recipients/jobs/${result.jobId}`);
      return;
    }
    setArrived(null);
    setRefusal({ code: result.code, line: null });
  }

  return {
    ...chosen,
    ...{ uses, setUses, refusal, arrived, send },
    states: { asked: hasStates(uses) ? asked : [], answer, choose: setAnswer },
    /** What was refused is being corrected. */
    forgetRefusal: () => setRefusal(null),
    stop: stop === null ? null : () => stop.abort(),
  };
}

function hasStates(uses: ColumnUse[]): boolean {
  return uses.some((use) => use.kind === "state");
}

/** Where the states are to be ignored, their columns are merge fields. */
function withAnswer(uses: ColumnUse[], answer: StatesAnswer) {
  const columns =
    answer === "ignore"
      ? uses.map((use) => (use.kind === "state" ? { kind: "field" as const, name: use.name } : use))
      : uses;
  return { columns, ...(answer === "suppress" && { unknownStates: answer }) };
}

function missingFor(uses: ColumnUse[], { consent }: UploadTarget): string | null {
  if (uses.filter((use) => use.kind === "email").length !== 1) return "email_column_missing";
  return consent ? null : "consent_missing";
}

export async function sent(...[sending, options]: Parameters<typeof sendFile>): ReturnType<typeof sendFile> {
  try {
    return await sendFile(sending, options);
  } catch (error) {
    if (options.signal.aborted) return { ok: false, code: "stopped" };
    console.warn("The upload ended early.", error);
    return { ok: false, code: "unreachable" };
  }
}
