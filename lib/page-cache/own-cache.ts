/** What this process keeps for visitors and owners. */
export interface OwnCache {
  /** Whoever reads after this has answered, in any process that can be told, reads anew. Never rejects. */
  refresh(tags: readonly string[]): Promise<void>;
}

const shared = globalThis as typeof globalThis & { posthornPageCache?: OwnCache };

/**
 * The cache of this process; undefined where there is none: in commands, in development, on Vercel, and before the
 * first request. Next loads it beside the application, so it is handed over by the process.
 */
export function ownCache(): OwnCache | undefined {
  return shared.posthornPageCache;
}
