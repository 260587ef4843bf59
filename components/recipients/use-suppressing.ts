"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { z } from "zod";
import { useUnsavedText } from "@/components/forms/unsaved-text";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import type { Sending } from "@/components/recipients/upload-client";
import { useChosenFile, type UploadRefused } from "@/components/recipients/use-chosen-file";
import { sent } from "@/components/recipients/use-upload";
import { useRouter } from "@/lib/i18n/navigation";
import type { FilePreview } from "@/lib/recipients/import-preview";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { LONGEST_PASTED, pastedAddresses } from "@/lib/suppressions/schema";

type Seen = Extract<FilePreview, { ok: true }>;

/** Where unsaved text waits in the browser. */
export interface SuppressingOptions {
  place: string;
}

const pastedText = z.string();

type Refuse = (refusal: UploadRefused | null) => void;

/** Addresses, pasted or of a file, from their choice to the job that counts them, whose page is shown then. */
export function useSuppressing({ place }: SuppressingOptions) {
  const [text, setText] = useState("");
  const [reason, setReason] = useState<SuppressionReason>("manual");
  const [note, setNote] = useState("");
  const [refusal, refuse] = useState<UploadRefused | null>(null);
  const [column, setColumn] = useState(0);
  const chosen = useChosenFile({
    refuse,
    show: ({ uses }) =>
      setColumn(
        Math.max(
          0,
          uses.findIndex(({ kind }) => kind === "email"),
        ),
      ),
  });
  const { file, seen } = chosen;
  const sending = useSending(refuse);
  const left = useLeftText({ place, text: sending.begun ? "" : text, bringBack: setText });

  async function send(): Promise<void> {
    const addresses = file ?? pastedFile(text);
    if (typeof addresses === "string" || (file !== null && seen === null)) {
      refuse({ code: typeof addresses === "string" ? addresses : "invalid", line: null });
      return;
    }
    refuse(null);
    await sending.send(addresses, { ...(seen === null ? PASTED : howRead(seen, column)), reason, note });
  }

  return {
    ...chosen,
    ...{ column, setColumn },
    ...{ text, reason, setReason, note, refusal, send, left },
    ...{ arrived: sending.arrived, stop: sending.stop, size: file?.size ?? text.length },
    type(typed: string): void {
      setText(typed);
      refuse(null);
    },
    remark(typed: string): void {
      setNote(typed);
      refuse(null);
    },
  };
}

/** A file on its way to its job; sent again, it goes on with the part that failed. */
function useSending(refuse: Refuse) {
  /** Bytes that have arrived; null while nothing is sent. */
  const [arrived, setArrived] = useState<number | null>(null);
  const [stop, setStop] = useState<AbortController | null>(null);
  const [begun, setBegun] = useState(false);
  const last = useRef<Sending | null>(null);
  const router = useRouter();
  async function send(file: File, options: object): Promise<void> {
    const sending = last.current?.file === file ? last.current : { file, uploadId: null, sent: 0 };
    last.current = sending;
    const controller = new AbortController();
    setStop(controller);
    setArrived(0);
    const { signal } = controller;
    const result = await sent(sending, { then: "suppress", options, signal, tell: setArrived });
    setStop(null);
    if (result.ok) {
      setBegun(true);
      router.push(`/recipients/jobs/${result.jobId}`);
      return;
    }
    setArrived(null);
    refuse({ code: result.code, line: null });
  }
  return { arrived, begun, send, stop: stop === null ? null : () => stop.abort() };
}

interface LeftText {
  place: string;
  text: string;
  bringBack: (text: string) => void;
}

/** What an earlier page has left in the browser; null for nothing. */
function useLeftText({ place, text, bringBack }: LeftText) {
  const unsaved = text === "" ? null : text;
  const { left, settle } = useUnsavedText({ place, unsaved, shape: pastedText, differs: () => true });
  useUnsavedWarning(unsaved !== null, useTranslations("forms.unsaved")("leave"));
  if (left === null) return null;
  return {
    bringBack(): void {
      bringBack(left);
      settle();
    },
    discard: settle,
  };
}

const PASTED = { encoding: "utf-8", delimiter: "\t", columns: null };

function howRead({ encoding, delimiter, uses }: Seen, column: number) {
  const columns = uses.map((_, index) => ({ kind: index === column ? "email" : "ignored" }));
  return { encoding, delimiter, columns };
}

/** What somebody pasted as a file with one address a line; a code where it cannot be one. */
function pastedFile(text: string): File | "too_long" | "addresses_missing" {
  if (text.length > LONGEST_PASTED) return "too_long";
  const addresses = pastedAddresses(text);
  return addresses.length === 0 ? "addresses_missing" : new File([addresses.join("\n")], "addresses.txt");
}
