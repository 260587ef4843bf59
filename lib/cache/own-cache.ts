import type { PageCache } from "@/lib/cache/handler/page-cache";

// Next loads the handler apart from the application, each with a copy of every module: both find the cache here.
const shared = globalThis as typeof globalThis & { posthornPageCache?: PageCache };

/** The cache of this process; undefined in commands, in development, on Vercel, and before the first request. */
export function ownCache(): Pick<PageCache, "refresh"> | undefined {
  return shared.posthornPageCache;
}

/** The cache of this process, made at the first call. */
export function ownCacheOr(make: () => PageCache): PageCache {
  return (shared.posthornPageCache ??= make());
}
