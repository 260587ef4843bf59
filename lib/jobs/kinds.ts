import { erasingJob } from "@/lib/erasing/job";
import type { JobKind } from "@/lib/jobs/kind";
import { bulkChange } from "@/lib/recipients/bulk";
import { importJob } from "@/lib/recipients/import-job";
import { commandImport } from "@/lib/recipients/import-record";
import { suppressFile } from "@/lib/suppressions/file-job";

/** Every kind of job there is. */
export const jobKinds: readonly JobKind[] = [bulkChange, importJob, commandImport, suppressFile, erasingJob];

export function kindNamed(name: string): JobKind | undefined {
  return jobKinds.find((kind) => kind.name === name);
}
