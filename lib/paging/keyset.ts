import { z } from "zod";

/** Where a page of a list ordered by time and id, newest first, goes on: after this row. */
export interface TimeKey {
  at: Date;
  id: string;
}

const shape = z.object({ at: z.coerce.number().int().min(0).max(8.64e15), id: z.uuid() });

/** The key as it stands in an address. */
export function writeTimeKey({ at, id }: TimeKey): string {
  return `${at.getTime()}_${id}`;
}

/** The key of an address; null for none and for one that nobody wrote here. */
export function readTimeKey(text: string | undefined): TimeKey | null {
  const [at, id] = (text ?? "").split("_");
  const parsed = shape.safeParse({ at, id });
  return parsed.success && at !== "" ? { at: new Date(parsed.data.at), id: parsed.data.id } : null;
}

/** Where a list ordered by id goes on; null for no place and for one that nobody wrote here. */
export function readIdKey(text: string | null): string | null {
  const parsed = z.uuid().safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** The rows of a page out of one more than fits, and the id after which the next begins; null on the last. */
export function cutPage<Row extends { id: string }>(
  found: Row[],
  size: number,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, size);
  return { rows, next: found.length > size ? (rows.at(-1)?.id ?? null) : null };
}
