import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/env";
import { fromBuild, type Build } from "@/lib/cache/handler/build-files";
import type { CachedValue, Lifetime } from "@/lib/cache/handler/cached-value";
import { withScriptPolicy } from "@/lib/cache/handler/inline-scripts";
import { PageCache, type CachedEntry, type Visit } from "@/lib/cache/handler/page-cache";
import { redisPages } from "@/lib/cache/handler/redis-pages";
import { ownCache, ownCacheOr } from "@/lib/cache/own-cache";
import { redisWith } from "@/lib/redis";

interface GetContext {
  kind: string;
  /** Of a read. */
  tags?: string[];
  softTags?: string[];
  revalidate?: number | false;
}

interface SetContext {
  tags?: string[];
  cacheControl?: Lifetime;
}

const GIVE_UP_MS = 2_000;

/**
 * Next's cacheHandler (next.config.ts): Next makes one for each request. Compiled apart from the application by
 * scripts/compile-cache-handler.mjs.
 */
export default class PageCacheHandler {
  private readonly enabled = env().CACHE_ENABLED;
  private readonly visit: Visit;

  constructor(private readonly build: Build) {
    this.visit = ownCacheOr(() => pageCache(build)).visit();
  }

  async get(key: string, context: GetContext): Promise<CachedEntry | null> {
    const isRead = context.kind === "FETCH";
    if (!this.enabled) return isRead ? null : fromBuild(this.build, key, context);
    const cached = await this.visit.get(key, [...(context.tags ?? []), ...(context.softTags ?? [])]);
    if (isRead) return cached !== null && isOld(cached, context) ? null : cached;
    if (cached !== null) return cached;
    const built = await fromBuild(this.build, key, context);
    if (built !== null) this.visit.setForever(key, built);
    return built;
  }

  async set(key: string, value: CachedValue | null, context: SetContext): Promise<void> {
    if (!this.enabled || value === null || !KINDS.has(value.kind)) return;
    this.visit.set(key, withScriptPolicy(value), context.tags ?? [], context.cacheControl);
  }

  /** At once, whatever Next says of a time to come. */
  async revalidateTag(tags: string | string[]): Promise<void> {
    await ownCache()?.refresh([tags].flat());
  }

  resetRequestCache(): void {}
}

const KINDS = new Set<string>(["APP_PAGE", "APP_ROUTE", "FETCH"]);

/** A page is shown while it is made anew; a read is made anew first. */
function isOld({ lastModified, value }: CachedEntry, { revalidate }: GetContext): boolean {
  const seconds = revalidate ?? (value.kind === "FETCH" ? value.revalidate : false);
  return seconds !== false && lastModified + seconds * 1_000 < Date.now();
}

function pageCache({ serverDistDir = "" }: Build): PageCache {
  const { APP_URL, AUTH_SECRET, DATABASE_URL } = env();
  // Whoever waits has given up before; this is for the connection.
  const client = redisWith(() => AbortSignal.timeout(GIVE_UP_MS));
  // Builds of one deployment have one truth about what was refreshed, and each its own pages.
  const of = {
    deployment: JSON.stringify([APP_URL, AUTH_SECRET]),
    contents: JSON.stringify([buildId(serverDistDir), DATABASE_URL]),
  };
  // Next makes its cache before it begins a page, so here no page is being made.
  const pages = client && redisPages(client, of, AsyncLocalStorage.snapshot());
  return new PageCache({
    shared: pages,
    report: (error) => {
      console.error(`Redis does not answer, each replica caches for itself: ${reasonOf(error)}`);
    },
  });
}

function buildId(serverDistDir: string): string {
  return readFileSync(path.join(serverDistDir, "..", "BUILD_ID"), "utf8");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
