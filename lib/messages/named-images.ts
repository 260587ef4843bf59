/** Images of this installation that are there, by id. */
export type StoredImages = ReadonlyMap<string, { width: number; height: number }>;

const NAMED = /\/api\/images\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;

/** Ids of the images of this installation that a source names, each once. */
export function namedImages(source: string): string[] {
  return [...new Set([...source.matchAll(NAMED)].map(([, id]) => id?.toLowerCase() ?? ""))];
}
