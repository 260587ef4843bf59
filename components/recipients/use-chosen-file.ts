"use client";

import { useRef, useState } from "react";
import { inspectFile, type Said } from "@/components/recipients/upload-client";
import type { OwnPreview } from "@/lib/recipients/import-mappings";
import { LARGEST_FILE } from "@/lib/recipients/schema";
import { textOfFile, type Book } from "@/lib/spreadsheet/text-of-file";

export interface UploadRefused {
  code: string;
  /** Of the file; null where it is the file as a whole. */
  line: number | null;
}

interface ChosenFileEvents {
  /** Null where nothing is wrong any more. */
  refuse: (refusal: UploadRefused | null) => void;
  show: (preview: Extract<OwnPreview, { ok: true }>) => void;
}

const DETECTED: Said = { encoding: "", delimiter: "" };

/** A file that somebody chooses, as it is understood. Of a spreadsheet, the file is the text of one sheet. */
export function useChosenFile({ refuse, show }: ChosenFileEvents) {
  const [file, setFile] = useState<File | null>(null);
  /** The spreadsheet that it is a sheet of. */
  const [book, setBook] = useState<Book | null>(null);
  const [said, setSaid] = useState(DETECTED);
  const [seen, setSeen] = useState<Extract<OwnPreview, { ok: true }> | null>(null);
  /** What is being read: what was chosen before is read no further. */
  const reading = useRef<AbortController | null>(null);

  /** @param sheet of a spreadsheet, the first one by default */
  async function choose(chosen: File | null, sheet?: string): Promise<void> {
    const signal = begin(chosen);
    if (sheet === undefined) setBook(null);
    if (chosen === null) return;
    const text = await textOfFile(chosen, sheet, signal);
    if (text === null || signal.aborted) return;
    if (text.ok) {
      setBook(text.book);
      await look(text.file, text.said ?? DETECTED);
    } else refuse({ code: text.code, line: null });
  }

  async function look(chosen: File | null, says: Said): Promise<void> {
    const signal = begin(chosen);
    setSaid(says);
    if (chosen === null) return;
    const preview = await inspected(chosen, says);
    if (signal.aborted) return;
    if (preview.ok) {
      setSeen(preview);
      show(preview);
    } else refuse({ line: null, ...preview });
  }

  function begin(chosen: File | null): AbortSignal {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    setFile(chosen);
    setSeen(null);
    refuse(null);
    return controller.signal;
  }

  return { file, book, said, seen, choose, look };
}

export async function inspected(file: File, said: Said): ReturnType<typeof inspectFile> {
  if (file.size > LARGEST_FILE) return { ok: false, code: "file_too_large" };
  try {
    return await inspectFile(file, said);
  } catch (error) {
    console.warn("No answer came.", error);
    return { ok: false, code: "unreachable" };
  }
}
