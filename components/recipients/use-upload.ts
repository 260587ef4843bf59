"use client";

import { useState } from "react";
import { inspectFile, uploadFile, type Said } from "@/components/recipients/upload-client";
import { nothingYet, withNews, type Progress } from "@/components/recipients/upload-news";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import type { FilePreview } from "@/lib/recipients/import-preview";
import { LARGEST_FILE } from "@/lib/recipients/schema";

export interface UploadRefused {
  code: string;
  /** Of the file; null where it is the file as a whole. */
  line: number | null;
}

interface UploadTarget {
  list: string;
  newList: string;
  consent: boolean;
}

/** "" until somebody has chosen. */
export type StatesAnswer = "" | "suppress" | "ignore";

const DETECTED: Said = { encoding: "", delimiter: "" };

/** A file from its choice to the end of its import. */
export function useUpload() {
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState(DETECTED);
  const [seen, setSeen] = useState<Extract<FilePreview, { ok: true }> | null>(null);
  const [uses, setUses] = useState<ColumnUse[]>([]);
  /** What of the states in the file is not understood, and what is to become of these people. */
  const [asked, setAsked] = useState<string[]>([]);
  const [answer, setAnswer] = useState<StatesAnswer>("");
  const [refusal, setRefusal] = useState<UploadRefused | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [stop, setStop] = useState<AbortController | null>(null);

  async function look(chosen: File | null, says: Said = DETECTED): Promise<void> {
    setFile(chosen);
    setSaid(says);
    setSeen(null);
    setRefusal(null);
    if (chosen === null) return;
    const preview = await inspected(chosen, says);
    if (preview.ok) {
      setSeen(preview);
      setUses(preview.uses);
      setAsked(preview.unknownStates);
      setAnswer("");
    } else setRefusal({ line: null, ...preview });
  }

  async function send(target: UploadTarget): Promise<void> {
    const isAnswered = asked.length === 0 || answer !== "" || !hasStates(uses);
    const missing = isAnswered ? missingFor(uses, target) : "states_unanswered";
    if (file === null || seen === null || missing !== null) {
      setRefusal({ code: missing ?? "invalid", line: null });
      return;
    }
    const controller = new AbortController();
    setStop(controller);
    setRefusal(null);
    let shown = nothingYet(file.size);
    setProgress(shown);
    const { signal } = controller;
    const code = await sent({
      ...{ file, ...withAnswer(uses, answer), ...target, signal },
      // What is shown is what is imported.
      said: { encoding: seen.encoding, delimiter: seen.delimiter },
      tell: (news) => {
        shown = withNews(shown, news);
        setProgress(shown);
      },
    });
    setStop(null);
    if (shown.end?.fault?.code === "state_unknown") {
      setAsked([shown.end.fault.detail]);
      setRefusal({ code: "states_unanswered", line: null });
      setProgress(null);
    }
    if (code === null) return;
    setRefusal({ code, line: null });
    if (shown.rows === 0) setProgress(null);
  }

  return {
    ...{ file, said, seen, uses, setUses, refusal, progress, look, send },
    states: { asked: hasStates(uses) ? asked : [], answer, choose: setAnswer },
    /** What was refused is being corrected. */
    forgetRefusal: () => setRefusal(null),
    stop: stop === null ? null : () => stop.abort(),
    /** Back to the file as it was. */
    back: () => setProgress(null),
    /** To another file. */
    again: () => {
      setProgress(null);
      void look(null);
    },
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
  return { columns, unknownStates: answer === "suppress" ? answer : undefined };
}

function missingFor(uses: ColumnUse[], { consent }: UploadTarget): string | null {
  if (uses.filter((use) => use.kind === "email").length !== 1) return "email_column_missing";
  return consent ? null : "consent_missing";
}

async function inspected(file: File, said: Said): ReturnType<typeof inspectFile> {
  if (file.size > LARGEST_FILE) return { ok: false, code: "too_large" };
  try {
    return await inspectFile(file, said);
  } catch (error) {
    console.warn("No answer came.", error);
    return { ok: false, code: "unreachable" };
  }
}

async function sent(upload: Parameters<typeof uploadFile>[0]): Promise<string | null> {
  try {
    return await uploadFile(upload);
  } catch (error) {
    if (upload.signal.aborted) return "stopped";
    console.warn("The upload ended early.", error);
    return "unreachable";
  }
}
