import { LRUCache } from "lru-cache";
import { sizeOf, tagsOf, type CachedValue, type Lifetime } from "@/lib/cache/handler/cached-value";
import { newPatience, SharedLink } from "@/lib/cache/handler/shared-link";
import type { SharedPages } from "@/lib/cache/handler/shared-pages";
import { TagClock } from "@/lib/cache/handler/tag-clock";
import { pack, unpack } from "@/lib/cache/handler/wire";

/** Of each process. */
const MEMORY_BYTES = 50_000_000;
/** How old anything may be that nobody can vouch for. */
const LONGEST_ALONE_MS = 60_000;
/** How long a page stays in Redis; one that is older than its `revalidate` is renewed while it is shown. */
const PAGE_SHARED_MS = 3_600_000;
/** Pages on their way to Redis at a time; further ones stay in this process. */
const MOST_WRITING = 8;
/** After a failure of Redis nobody waits for it, until it has answered in the background. */
const PAUSE_MS = 5_000;
/** A request waits for one check; one that takes longer than this, for another. */
const CHECK_HOLDS_MS = 1_000;

/** As Next takes it back. */
export interface CachedEntry {
  value: CachedValue;
  /** When it was made, in milliseconds since 1970. */
  lastModified: number;
  cacheControl?: Lifetime | undefined;
}

interface Entry extends CachedEntry {
  tags: string[];
  /** By the clock of tags, before anything of it was read. */
  begunAt: number;
}

/** When the making of something began: what is refreshed from then on is not in it. */
interface Beginning {
  clock: number;
  version: string | null;
}

interface Making extends Beginning {
  /** How many parts of the request found nothing cached and have not made it yet. */
  making: number;
}

export interface PageCacheOptions {
  /** Null where no Redis is configured. */
  shared: SharedPages | null;
  /** Told once for each time that Redis fails. */
  report: (error: unknown) => void;
  pauseMs?: number;
}

/**
 * What one replica caches for visitors and owners, in bounded memory, and with Redis what all replicas cache. One for
 * each process, whatever copies of this module Next has loaded.
 */
export class PageCache {
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ value }, key) => sizeOf(value) + key.length,
  });
  private readonly clock = new TagClock();
  private readonly shared: SharedPages | null;
  private readonly link: SharedLink | null;
  private writing = 0;

  constructor({ shared, report, pauseMs = PAUSE_MS }: PageCacheOptions) {
    this.shared = shared;
    this.link = shared && new SharedLink(shared, this.clock, report, pauseMs);
  }

  /** Whoever reads after this has answered, in any replica that can be told, reads anew. */
  async refresh(tags: readonly string[]): Promise<void> {
    if (tags.length === 0) return;
    this.clock.refresh(tags);
    await this.link?.refresh(tags);
  }

  visit(): Visit {
    return new Visit(this.entries, this.clock, this.link, this);
  }

  /** Stores what a request has made. */
  store(key: string, entry: Entry, version: string | null): void {
    this.entries.set(key, entry);
    if (this.shared !== null && version !== null && forAll(entry) && this.writing < MOST_WRITING)
      void this.share(this.shared, key, entry, version);
  }

  private async share(shared: SharedPages, key: string, entry: Entry, version: string): Promise<void> {
    const { value, tags, cacheControl } = entry;
    const write = async () => {
      const text = await pack({ value, lifetime: cacheControl });
      if (text !== null) await shared.write(key, { version, tags, text, lastsMs: sharedMs(value) });
    };
    this.writing += 1;
    // Otherwise it stays in this process; whether Redis answers at all, the next check says.
    await write().catch(() => null);
    this.writing -= 1;
  }
}

/** One request's use of the cache. */
export class Visit {
  private readonly patience = newPatience();
  private readonly beginnings = new Map<string, Making>();
  private readonly born: Making;
  private checked: { at: number; sure: Promise<boolean> } | null = null;

  constructor(
    private readonly entries: LRUCache<string, Entry>,
    private readonly clock: TagClock,
    private readonly link: SharedLink | null,
    private readonly cache: Pick<PageCache, "store">,
  ) {
    this.born = { clock: clock.now, version: null, making: 0 };
  }

  /** @param tags of the reader's own, beside those that are stored with the value */
  async get(key: string, tags: readonly string[]): Promise<CachedEntry | null> {
    const sure = await this.isSure();
    const beginning = { clock: this.clock.now, version: this.link?.version ?? null };
    const own = this.held(key, tags, sure);
    const mayFetch = own === null && sure && this.link !== null;
    const found = mayFetch ? await this.fetch(this.link, key, tags, beginning.clock) : own;
    this.begin(key, beginning, found === null);
    return found;
  }

  /** Two parts of a page may make the same at once: then the earlier beginning holds for both, as nobody knows whose is stored. */
  private begin(key: string, beginning: Beginning, isMissing: boolean): void {
    const before = this.beginnings.get(key) ?? { ...beginning, making: 0 };
    const first = before.making > 0 && before.clock < beginning.clock ? before : beginning;
    this.beginnings.set(key, { ...first, making: before.making + (isMissing ? 1 : 0) });
  }

  private held(key: string, tags: readonly string[], sure: boolean): Entry | null {
    const own = this.entries.get(key);
    if (!own || !this.clock.holds(own.tags, own.begunAt) || !this.clock.holds(tags, own.begunAt)) return null;
    const vouched = sure || own.begunAt === Infinity || own.lastModified + LONGEST_ALONE_MS > Date.now();
    return vouched ? own : null;
  }

  set(key: string, value: CachedValue, tags: readonly string[], cacheControl: Lifetime | undefined): void {
    const { clock, version, making } = this.beginnings.get(key) ?? this.born;
    if (making > 1) this.beginnings.set(key, { clock, version, making: making - 1 });
    else this.beginnings.delete(key);
    const all = [...new Set([...tags, ...tagsOf(value)])];
    this.cache.store(
      key,
      { value, tags: all, cacheControl, begunAt: clock, lastModified: Date.now() },
      version,
    );
  }

  /** Stores what the build made: it is made of no data, so it never ages. */
  setForever(key: string, built: CachedEntry): void {
    this.entries.set(key, { ...built, tags: [], begunAt: Infinity });
  }

  private isSure(): Promise<boolean> | true {
    const { link } = this;
    if (link === null) return true;
    if (this.checked === null || performance.now() - this.checked.at > CHECK_HOLDS_MS)
      this.checked = { at: performance.now(), sure: link.catchUp(this.patience) };
    return this.checked.sure;
  }

  private async fetch(
    link: SharedLink,
    key: string,
    tags: readonly string[],
    begunAt: number,
  ): Promise<CachedEntry | null> {
    const found = await link.read(key, tags, this.patience);
    if (found === null) return null;
    const parcel = await unpack(found.text).catch(() => null);
    if (parcel === null) return null;
    const { value, lifetime: cacheControl } = parcel;
    const lastModified = Date.now() - Math.max(0, sharedMs(value) - found.leftMs);
    const entry = { value, cacheControl, lastModified, begunAt, tags: [...tags, ...tagsOf(value)] };
    this.entries.set(key, entry);
    return entry;
  }
}

/** Addresses that there are not, which anybody can make up, fill this process's memory at most. */
function forAll({ value }: Entry): boolean {
  return value.kind === "FETCH" ? value.data.body !== "null" : (value.status ?? 200) === 200;
}

function sharedMs(value: CachedValue): number {
  return value.kind === "FETCH" ? value.revalidate * 1_000 : PAGE_SHARED_MS;
}
