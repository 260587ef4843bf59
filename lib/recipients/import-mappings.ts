import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { database, type Queryable } from "@/lib/db";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import type { FilePreview } from "@/lib/recipients/import-preview";
import { columnUse, type UploadOptions } from "@/lib/recipients/schema";
import type { Actor } from "@/lib/users/policy";

/** Of one owner; the one that was used longest ago makes room. */
const MOST_MAPPINGS = 200;

const mapping = z.array(columnUse);

/** The preview as its owner sees it. */
export type OwnPreview =
  | (Extract<FilePreview, { ok: true }> & {
      /** What they made of the columns the last time, where that is not what is recognised. */
      remembered: ColumnUse[] | null;
    })
  | Extract<FilePreview, { ok: false }>;

/** With what its owner made of the columns of this header before. */
export async function previewOf(owner: Actor, preview: FilePreview): Promise<OwnPreview> {
  if (!preview.ok) return preview;
  const { headerKey: key, uses } = preview;
  const remembered = key === null ? null : await rememberedColumns(owner, key, uses.length);
  return { ...preview, remembered: isDeepStrictEqual(remembered, uses) ? null : remembered };
}

/**
 * What somebody made of the columns of this header the last time; null where they left it at what was recognised.
 * @param size how many columns the file has
 */
async function rememberedColumns(owner: Actor, header: string, size: number): Promise<ColumnUse[] | null> {
  const found = await database().importMapping.findUnique({
    where: { ownerId_headerHash: { ownerId: owner.id, headerHash: header } },
    select: { columns: true },
  });
  const columns = mapping.safeParse(found?.columns);
  return columns.success && columns.data.length === size ? columns.data : null;
}

/**
 * Remembers what was made of the columns for the next file of this header. What was recognised needs no memory: it may be
 * recognised better then.
 */
export async function rememberColumns(
  tx: Queryable,
  ownerId: string,
  { header, recognised, columns }: Pick<UploadOptions, "header" | "recognised" | "columns">,
): Promise<void> {
  if (header === null) return;
  if (recognised) {
    await tx.$executeRaw`
      DELETE FROM import_mappings WHERE owner_id = ${ownerId}::uuid AND header_hash = ${header}`;
    return;
  }
  await tx.$executeRaw`
    INSERT INTO import_mappings (owner_id, header_hash, columns, used_at)
    VALUES (${ownerId}::uuid, ${header}, ${JSON.stringify(columns)}::jsonb, engine_now())
    ON CONFLICT (owner_id, header_hash) DO UPDATE SET columns = excluded.columns, used_at = excluded.used_at`;
  await tx.$executeRaw`
    DELETE FROM import_mappings WHERE owner_id = ${ownerId}::uuid AND header_hash IN (
      SELECT header_hash FROM import_mappings WHERE owner_id = ${ownerId}::uuid
      ORDER BY used_at DESC OFFSET ${MOST_MAPPINGS})`;
}
