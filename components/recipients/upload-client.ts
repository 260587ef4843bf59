"use client";

import { pageHref } from "@/lib/paging/address";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import type { FilePreview } from "@/lib/recipients/import-preview";
import { BEGINNING_OF_FILE, type UploadNews } from "@/lib/recipients/schema";

/** What somebody says of a file; "" is detected. */
export interface Said {
  encoding: string;
  delimiter: string;
}

const CSV = { "Content-Type": "text/csv" };

/** What the beginning of a file is understood to be. Throws where no answer comes. */
export async function inspectFile(
  file: File,
  said: Said,
): Promise<FilePreview | { ok: false; code: string }> {
  const answer = await fetch(pageHref("/api/recipients/inspect", { ...said }), {
    method: "POST",
    headers: CSV,
    body: await sampleOf(file),
  });
  // Both answer as the route's own types say.
  return (await answer.json()) as FilePreview | { ok: false; code: string };
}

/** Bytes of the sample that are left for the rest of the file. */
const OF_THE_REST = 16_384;

/**
 * The beginning of a file. Where it is ASCII alone it says nothing of the encoding: then lines follow it from the first
 * one that is not.
 */
export async function sampleOf(file: File): Promise<Blob> {
  const beginning = file.slice(0, BEGINNING_OF_FILE);
  if (file.size <= BEGINNING_OF_FILE) return beginning;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const telling = bytes.findIndex((byte) => byte > 0x7f || byte === 0);
  if (telling < BEGINNING_OF_FILE) return beginning;
  const end = bytes.lastIndexOf(10, BEGINNING_OF_FILE - OF_THE_REST) + 1;
  const line = bytes.lastIndexOf(10, telling) + 1;
  return new Blob([bytes.subarray(0, end), bytes.subarray(line, line + OF_THE_REST)]);
}

interface Upload {
  file: File;
  said: Said;
  columns: ColumnUse[];
  /** What becomes of people whose state is not understood. */
  unknownStates: "suppress" | undefined;
  list: string;
  newList: string;
  consent: boolean;
  signal: AbortSignal;
  tell: (news: UploadNews) => void;
}

/** Imports a file and tells how it goes. Answers with the code of a refusal, null when it went to the end. */
export async function uploadFile(upload: Upload): Promise<string | null> {
  const { file, said, columns, unknownStates, list, newList, consent, signal, tell } = upload;
  const answer = await fetch(
    pageHref("/api/recipients/upload", {
      ...{ ...said, list, newList, consent: consent ? "on" : "" },
      columns: JSON.stringify(columns),
      unknownStates: unknownStates ?? "",
    }),
    { method: "POST", headers: CSV, body: file, signal },
  );
  if (!answer.ok || answer.body === null) return ((await answer.json()) as { code: string }).code;
  let ended = false;
  for await (const line of linesOf(answer.body)) {
    const news = JSON.parse(line) as UploadNews;
    ended ||= news.kind === "end";
    tell(news);
  }
  return ended ? null : "unreachable";
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let held = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (held + decoder.decode(part.value, { stream: true })).split("\n");
    held = lines.pop() ?? "";
    yield* lines;
  }
  if (held !== "") yield held;
}
