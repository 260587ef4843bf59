"use client";

import { pageHref } from "@/lib/paging/address";
import type { OwnPreview } from "@/lib/recipients/import-mappings";
import { BEGINNING_OF_FILE, PART_SIZE } from "@/lib/recipients/schema";

/** What somebody says of a file; "" is detected. */
export interface Said {
  encoding: string;
  delimiter: string;
}

const CSV = { "Content-Type": "text/csv" };
const JSON_TYPE = { "Content-Type": "application/json" };

/** What the beginning of a file is understood to be. Throws where no answer comes. */
export async function inspectFile(file: File, said: Said): Promise<OwnPreview | { ok: false; code: string }> {
  const answer = await fetch(pageHref("/api/recipients/inspect", { ...said }), {
    method: "POST",
    headers: CSV,
    body: await sampleOf(file),
  });
  // Both answer as the route's own types say.
  return (await answer.json()) as OwnPreview | { ok: false; code: string };
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
  const telling = await firstTelling(file);
  if (telling === null || telling < BEGINNING_OF_FILE) return beginning;
  const bytes = await bytesOf(beginning);
  const end = bytes.lastIndexOf(10, BEGINNING_OF_FILE - OF_THE_REST) + 1;
  const from = Math.max(0, telling - OF_THE_REST);
  const line = from + (await bytesOf(file.slice(from, telling))).lastIndexOf(10) + 1;
  return new Blob([bytes.subarray(0, end), file.slice(line, line + OF_THE_REST)]);
}

/** Where the first byte is that is not ASCII; null where all are. A part at a time: a file may be larger than memory. */
async function firstTelling(file: File): Promise<number | null> {
  for (let from = 0; from < file.size; from += PART_SIZE) {
    const bytes = await bytesOf(file.slice(from, from + PART_SIZE));
    const at = bytes.findIndex((byte) => byte > 0x7f || byte === 0);
    if (at >= 0) return from + at;
  }
  return null;
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** A file on its way: sent again, it goes on with the part that failed. */
export interface Sending {
  file: File;
  uploadId: string | null;
  /** Parts that have arrived. */
  sent: number;
}

interface SendOptions {
  /** What is to become of the file once it is there: the last part of the route that takes the options. */
  then: "import" | "suppress";
  options: object;
  signal: AbortSignal;
  /** Told how many bytes have arrived. */
  tell: (bytes: number) => void;
}

type Sent = { ok: true; jobId: string } | { ok: false; code: string };

/** Sends a file in parts and has it read by a job. Throws where no answer comes, however often it is asked for. */
export async function sendFile(
  sending: Sending,
  { then, options, signal, tell }: SendOptions,
): Promise<Sent> {
  const { file } = sending;
  if (sending.uploadId === null) {
    const body = JSON.stringify({ name: file.name.slice(-255), size: file.size });
    const begun = await post("/api/recipients/uploads", { headers: JSON_TYPE, body, signal });
    if (!begun.ok) return refusalOf(begun);
    sending.uploadId = ((await begun.json()) as { id: string }).id;
    sending.sent = 0;
  }
  const upload = `/api/recipients/uploads/${sending.uploadId}`;
  while (sending.sent * PART_SIZE < file.size) {
    const from = sending.sent * PART_SIZE;
    const body = file.slice(from, from + PART_SIZE);
    const stored = await post(`${upload}/parts/${sending.sent}`, { headers: CSV, body, signal });
    if (!stored.ok) return restarted(sending, await refusalOf(stored));
    sending.sent += 1;
    tell(Math.min(file.size, sending.sent * PART_SIZE));
  }
  const body = JSON.stringify(options);
  const asked = await post(`${upload}/${then}`, { headers: JSON_TYPE, body, signal });
  if (!asked.ok) return restarted(sending, await refusalOf(asked));
  return { ok: true, jobId: ((await asked.json()) as { jobId: string }).jobId };
}

async function refusalOf(answer: Response): Promise<{ ok: false; code: string }> {
  return { ok: false, code: ((await answer.json()) as { code: string }).code };
}

/** What is no longer stored is sent from the beginning, the next time. */
function restarted(sending: Sending, refusal: { ok: false; code: string }) {
  if (refusal.code === "not_found" || refusal.code === "upload_incomplete") sending.uploadId = null;
  return refusal;
}

/** Milliseconds before a request that failed is sent again, the first time, the second and so on. */
const WAITS = [500, 2_000, 5_000, 10_000];

/** Sends it until somebody answers: a broken line, a process that ends and a gateway without one are tried again. */
async function post(path: string, request: RequestInit & { signal: AbortSignal }): Promise<Response> {
  for (const wait of WAITS) {
    try {
      const answer = await fetch(path, { method: "POST", ...request });
      if (answer.status < 500) return answer;
    } catch (error) {
      if (request.signal.aborted) throw error;
      console.warn("A part of a file is sent again.", error);
    }
    await waited(wait, request.signal);
  }
  const answer = await fetch(path, { method: "POST", ...request });
  if (answer.status >= 500) throw new Error(`The server answered ${answer.status}.`);
  return answer;
}

function waited(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });
}
