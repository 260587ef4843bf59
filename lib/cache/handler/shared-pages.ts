/** What was refreshed up to a version, `all` where what was known before says nothing any more. */
export interface News {
  version: string;
  refreshed: readonly string[] | "all";
}

export interface SharedEntry {
  text: string;
  /** Milliseconds that it still has. */
  leftMs: number;
}

/**
 * Where replicas share pages and tell each other what was refreshed. Each refresh makes a new version of the
 * whole; versions are compared and never ordered by who reads them. Everything here rejects when it cannot be done.
 */
export interface SharedPages {
  /** The present version; null where there is none yet, or none any more. */
  version(): Promise<string | null>;
  /** What was refreshed after a version that was known, `null` for none. */
  since(known: string | null): Promise<News>;
  /** Refreshes tags for everybody; the version that this made. */
  refresh(tags: readonly string[] | "all"): Promise<string>;
  /** What is stored under a key, unless one of its own tags or of these was refreshed after it was begun. */
  read(key: string, tags: readonly string[]): Promise<SharedEntry | null>;
  /** @param version the one that was present before anything of it was read */
  write(
    key: string,
    entry: { version: string; tags: readonly string[]; text: string; lastsMs: number },
  ): Promise<void>;
}

/** Whether nobody else refreshed anything between two versions. */
export function follows(earlier: string | null, later: string): boolean {
  const [before, after] = [numbered(earlier ?? ""), numbered(later)];
  return (
    before !== null && after !== null && before.epoch === after.epoch && before.count + 1 === after.count
  );
}

/** A version is its epoch, which ends when what was refreshed is forgotten, and the count of refreshes within it. */
export function numbered(version: string): { epoch: string; count: number } | null {
  const [, epoch, count] = /^v([0-9a-z]+)-(\d+)$/.exec(version) ?? [];
  return epoch === undefined || count === undefined ? null : { epoch, count: Number(count) };
}
