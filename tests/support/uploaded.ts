import { jobKinds } from "@/lib/jobs/kinds";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { confirmImport } from "@/lib/recipients/import-confirm";
import { importView, importFile, type ImportFile, type ImportView } from "@/lib/recipients/import-result";
import { previewFile } from "@/lib/recipients/import-preview";
import { BEGINNING_OF_FILE, PART_SIZE, uploadOptions } from "@/lib/recipients/schema";
import { beginUpload, importUpload, storePart } from "@/lib/recipients/uploads";
import type { User, World } from "@/tests/support/world";

/** Sends a file in parts and asks for its import, as the page does, with what was detected unless said. */
export async function uploaded(owner: User, file: Uint8Array | string, said: object = {}): Promise<string> {
  const bytes = new Uint8Array(Buffer.from(file));
  const seen = await previewFile(bytes.subarray(0, BEGINNING_OF_FILE), {});
  if (!seen.ok) throw new Error(seen.code);
  const uploadId = await sentInParts(owner, file);
  const { encoding, delimiter, uses: columns } = seen;
  const options = uploadOptions.parse({ encoding, delimiter, columns, consent: true, ...said });
  const asked = await importUpload(owner, uploadId, options);
  if (!asked.ok) throw new Error(asked.code);
  return asked.value.jobId;
}

/** Sends a file in parts; nobody has asked yet what becomes of it. */
export async function sentInParts(owner: User, file: Uint8Array | string): Promise<string> {
  const bytes = new Uint8Array(Buffer.from(file));
  const begun = await beginUpload(owner, { name: "people.csv", size: bytes.length });
  if (!begun.ok) throw new Error(begun.code);
  const uploadId = begun.value.id;
  for (let number = 0; number * PART_SIZE < bytes.length; number += 1) {
    const part = bytes.slice(number * PART_SIZE, (number + 1) * PART_SIZE);
    const stored = await storePart(owner, { uploadId, number, bytes: part });
    if (!stored.ok) throw new Error(stored.code);
  }
  return uploadId;
}

export function importHost(world: World, parts: Partial<JobHost> = {}): JobHost {
  return {
    db: world.db,
    kinds: jobKinds,
    changed: () => Promise.resolve(),
    report: (message, error) => {
      throw new Error(message, { cause: error });
    },
    ...parts,
  };
}

/** Lets the check of an upload come to its end and says that it is to be imported. */
export async function confirmed(world: World, owner: User, id: string): Promise<void> {
  await runJobs(importHost(world), { time: 60_000 });
  const answer = await confirmImport(owner, id);
  if (!answer.ok && answer.code !== "job_not_held") throw new Error(answer.code);
}

/** Imports a file as the page does, and reads what its page shows. */
export async function importedByJob(
  world: World,
  owner: User,
  file: Uint8Array | string,
  said: object = {},
): Promise<ImportView & { id: string }> {
  const id = await uploaded(owner, file, said);
  await confirmed(world, owner, id);
  await runJobs(importHost(world), { time: 60_000 });
  const view = await importView(owner, id);
  if (view === null) throw new Error("there is no such import");
  return { id, ...view };
}

export async function textOfImport(owner: User, id: string, file: ImportFile): Promise<string | null> {
  const stream = await importFile(owner, id, file);
  return stream === null ? null : new Response(stream).text();
}
