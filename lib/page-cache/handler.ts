import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { env } from "@/lib/env";
import { fromBuild, type Build } from "@/lib/page-cache/build-files";
import type { KeptValue, Lifetime } from "@/lib/page-cache/kept-value";
import { currentVisit, ofThisProcess } from "@/lib/page-cache/of-this-process";
import { PageCache, type Kept, type Visit } from "@/lib/page-cache/page-cache";
import { redisPages } from "@/lib/page-cache/redis-pages";
import { redisWith } from "@/lib/redis";
import { onSiblingMessage, tellSiblings } from "@/lib/siblings";

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

/** What the processes of one machine tell each other under these words: tags. */
const REFRESHED = "pages refreshed";
const NOT_TOLD = "refresh not told to Redis";
const tagsTold = z.array(z.string());

const GIVE_UP_MS = 2_000;

/**
 * Next's cacheHandler (next.config.ts): Next makes one for each request. Compiled apart from the application by
 * scripts/compile-page-cache.mjs.
 */
export default class PageCacheHandler {
  private readonly enabled = env().CACHE_ENABLED;
  private readonly visit: Visit;

  constructor(private readonly build: Build) {
    ofThisProcess.posthornPageCache ??= pageCache(build);
    this.visit = currentVisit().getStore() ?? ofThisProcess.posthornPageCache.visit();
  }

  async get(key: string, context: GetContext): Promise<Kept | null> {
    const isRead = context.kind === "FETCH";
    if (!this.enabled) return isRead ? null : fromBuild(this.build, key, context);
    const kept = await this.visit.get(key, [...(context.tags ?? []), ...(context.softTags ?? [])]);
    if (isRead) return kept !== null && isOld(kept, context) ? null : kept;
    if (kept !== null) {
      this.visit.shown = { key, kept };
      return kept;
    }
    const built = await fromBuild(this.build, key, context);
    if (built !== null) this.visit.setForEver(key, built);
    return built;
  }

  async set(key: string, value: KeptValue | null, context: SetContext): Promise<void> {
    if (!this.enabled || value === null || !KINDS.has(value.kind)) return;
    this.visit.set(key, value, context.tags ?? [], context.cacheControl);
  }

  /** At once, whatever Next says of a time to come. */
  async revalidateTag(tags: string | string[]): Promise<void> {
    await ofThisProcess.posthornPageCache?.refresh([tags].flat());
  }

  resetRequestCache(): void {}
}

const KINDS = new Set<string>(["APP_PAGE", "APP_ROUTE", "FETCH"]);

/** A page is shown while it is made anew; a read is made anew first. */
function isOld({ lastModified, value }: Kept, { revalidate }: GetContext): boolean {
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
  const cache = new PageCache({
    shared: pages,
    tell: (tags) => tellSiblings(REFRESHED, tags),
    passOn: (tags) => tellSiblings(NOT_TOLD, tags),
    report: (error) => {
      console.error(`Redis does not answer, each process keeps its own pages: ${reasonOf(error)}`);
    },
  });
  onSiblingMessage(REFRESHED, (tags) => cache.takeRefreshed(tagsTold.parse(tags)));
  onSiblingMessage(NOT_TOLD, (tags) => cache.tellForAnother(tagsTold.parse(tags)));
  return cache;
}

function buildId(serverDistDir: string): string {
  return readFileSync(path.join(serverDistDir, "..", "BUILD_ID"), "utf8");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
